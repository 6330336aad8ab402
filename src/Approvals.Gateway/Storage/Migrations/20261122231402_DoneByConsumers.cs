using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Approvals.Gateway.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DoneByConsumers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Outbox_PublishedAt",
                table: "Outbox");

            migrationBuilder.RenameColumn(
                name: "PublishedAt",
                table: "Outbox",
                newName: "DoneAt");

            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "Outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "Outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Deliveries",
                columns: table => new
                {
                    RequestId = table.Column<string>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    ClaimedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Deliveries", x => new { x.RequestId, x.Channel, x.Kind });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_DueAt",
                table: "Outbox",
                column: "DueAt",
                filter: "\"DoneAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_DueAt",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Outbox");

            migrationBuilder.RenameColumn(
                name: "DoneAt",
                table: "Outbox",
                newName: "PublishedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_PublishedAt",
                table: "Outbox",
                column: "PublishedAt");
        }
    }
}
