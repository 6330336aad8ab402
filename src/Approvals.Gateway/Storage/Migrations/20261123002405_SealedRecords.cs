using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Approvals.Gateway.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SealedRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_Asked_Grant",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "AnswerJson",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Asked_DefinitionJson",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Asked_OthersJson",
                table: "Requests");

            // Not renamed to the seal's column: what was plain text must be gone.
            migrationBuilder.DropColumn(
                name: "Asked_ArgumentsJson",
                table: "Requests");

            migrationBuilder.AddColumn<string>(
                name: "Seal",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Asked_Bytes",
                table: "Requests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ErasedAt",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            // A chain cannot begin with rows that were never tied to it.
            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    RequestId = table.Column<string>(type: "TEXT", nullable: true),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    DetailJson = table.Column<string>(type: "TEXT", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: true),
                    Hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => x.Sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_RequestId",
                table: "Audit",
                column: "RequestId");

            migrationBuilder.CreateTable(
                name: "Contents",
                columns: table => new
                {
                    RequestId = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contents", x => new { x.RequestId, x.Kind });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Asked_Grant_Asked_Bytes",
                table: "Requests",
                columns: new[] { "Asked_Grant", "Asked_Bytes" },
                filter: "\"Status\" = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Asked_Owner_Asked_Bytes",
                table: "Requests",
                columns: new[] { "Asked_Owner", "Asked_Bytes" },
                filter: "\"Status\" = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_ErasedAt_ResolvedAt",
                table: "Requests",
                columns: new[] { "ErasedAt", "ResolvedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Contents");

            migrationBuilder.DropIndex(
                name: "IX_Requests_ErasedAt_ResolvedAt",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Asked_Grant_Asked_Bytes",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Asked_Owner_Asked_Bytes",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Asked_Bytes",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Requests");

            migrationBuilder.AddColumn<string>(
                name: "Asked_ArgumentsJson",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AnswerJson",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Asked_DefinitionJson",
                table: "Requests",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Asked_OthersJson",
                table: "Requests",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    RequestId = table.Column<string>(type: "TEXT", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    DetailJson = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => x.Sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_RequestId",
                table: "Audit",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Asked_Grant",
                table: "Requests",
                column: "Asked_Grant");
        }
    }
}
