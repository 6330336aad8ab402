using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Approvals.Gateway.Storage.Migrations
{
    /// <inheritdoc />
    public partial class RememberedDecisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Remember",
                table: "Decisions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Remember",
                table: "Decisions");
        }
    }
}
