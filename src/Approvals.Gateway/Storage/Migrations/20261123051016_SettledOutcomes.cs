using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Approvals.Gateway.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SettledOutcomes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Settlement_At",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settlement_Finding",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settlement_Reason",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settlement_Reviewer",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settlement_Via",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Unsettled",
                table: "Requests",
                column: "EndedAt",
                filter: "\"Outcome\" = 'Unknown' AND \"Settlement_Reviewer\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_Unsettled",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Settlement_At",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Settlement_Finding",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Settlement_Reason",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Settlement_Reviewer",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Settlement_Via",
                table: "Requests");
        }
    }
}
