using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Approvals.Gateway.Storage.Migrations
{
    /// <inheritdoc />
    public partial class FollowedDeliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Handle",
                table: "Deliveries",
                type: "TEXT",
                nullable: true);

            // What there is was told once, and nobody follows it.
            migrationBuilder.AddColumn<bool>(
                name: "IsOver",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "Problem",
                table: "Deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ToldVersion",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_DueAt",
                table: "Deliveries",
                column: "DueAt",
                filter: "NOT \"IsOver\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_DueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Handle",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "IsOver",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Problem",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "ToldVersion",
                table: "Deliveries");
        }
    }
}
