using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>How people were asked and how they answered, counted in the database over the last requests of a month.</summary>
internal sealed class StatisticsQueries(IDbContextFactory<ApprovalsDb> databases)
{
    /// <summary>How many requests are looked at, the newest; so it takes no longer however many there are.</summary>
    public const int MostRequests = 100_000;

    private const int MostRows = 100;

    /// <summary>One row a rule, the most frequent first.</summary>
    public async Task<IReadOnlyList<RuleFigures>> ListRulesAsync(DateTimeOffset month, DateTimeOffset week, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var (since, sinceWeek) = (month.ToUnixTimeMilliseconds(), week.ToUnixTimeMilliseconds());
        return await database.Database.SqlQuery<RuleFigures>($"""
            WITH recent AS (
                SELECT "Ground_Policy" AS policy, "Ground_Rule" AS rule, "Asked_Tool" AS tool, "Status" AS status, "CreatedAt" AS asked, "ResolvedAt" - "CreatedAt" AS took
                FROM "Requests" WHERE "CreatedAt" >= {since} ORDER BY "CreatedAt" DESC, "Id" DESC LIMIT {MostRequests}),
            ranked AS (
                SELECT policy, rule, took,
                    ROW_NUMBER() OVER (PARTITION BY policy, rule ORDER BY took) AS place,
                    COUNT(*) OVER (PARTITION BY policy, rule) AS many
                FROM recent WHERE status IN ('Approved', 'Denied')),
            medians AS (SELECT policy, rule, AVG(took) AS median FROM ranked WHERE place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY policy, rule),
            days AS (SELECT policy, rule, COUNT(*) AS calls FROM recent GROUP BY policy, rule, asked / 86400000),
            busiest AS (SELECT policy, rule, MAX(calls) AS calls FROM days GROUP BY policy, rule)
            SELECT recent.policy AS "Policy", recent.rule AS "Rule", MIN(tool) AS "Tool", COUNT(DISTINCT tool) AS "Tools",
                COUNT(*) AS "Asked", SUM(CASE WHEN asked >= {sinceWeek} THEN 1 ELSE 0 END) AS "AskedThisWeek",
                SUM(CASE WHEN status = 'Approved' THEN 1 ELSE 0 END) AS "Approved",
                SUM(CASE WHEN status = 'Denied' THEN 1 ELSE 0 END) AS "Denied",
                SUM(CASE WHEN status = 'Expired' THEN 1 ELSE 0 END) AS "Expired",
                MIN(CASE WHEN status IN ('Approved', 'Denied') THEN took END) AS "FastestMilliseconds",
                medians.median AS "MedianMilliseconds", busiest.calls AS "MostOnADay"
            FROM recent
                JOIN busiest ON busiest.policy = recent.policy AND busiest.rule = recent.rule
                LEFT JOIN medians ON medians.policy = recent.policy AND medians.rule = recent.rule
            GROUP BY recent.policy, recent.rule, medians.median, busiest.calls
            ORDER BY COUNT(*) DESC, recent.policy, recent.rule LIMIT {MostRows}
            """).ToListAsync(stop);
    }

    /// <summary>One row a person who decided any of them, the busiest first.</summary>
    public async Task<IReadOnlyList<ReviewerFigures>> ListReviewersAsync(DateTimeOffset month, TimeSpan quick, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var (since, under) = (month.ToUnixTimeMilliseconds(), (long)quick.TotalMilliseconds);
        return await database.Database.SqlQuery<ReviewerFigures>($"""
            WITH recent AS (SELECT "Id" AS id, "CreatedAt" AS asked FROM "Requests" WHERE "CreatedAt" >= {since} ORDER BY "CreatedAt" DESC, "Id" DESC LIMIT {MostRequests}),
            decided AS (
                SELECT "Reviewer" AS person, "Choice" AS choice, "At" - asked AS took
                FROM recent JOIN "Decisions" ON "RequestId" = id),
            ranked AS (
                SELECT person, choice, took,
                    ROW_NUMBER() OVER (PARTITION BY person ORDER BY took) AS place, COUNT(*) OVER (PARTITION BY person) AS many
                FROM decided)
            SELECT person AS "Reviewer", COUNT(*) AS "Decisions",
                SUM(CASE WHEN choice = 'Approve' THEN 1 ELSE 0 END) AS "Approved",
                AVG(CASE WHEN place IN ((many + 1) / 2, (many + 2) / 2) THEN took END) AS "MedianMilliseconds",
                SUM(CASE WHEN took < {under} THEN 1 ELSE 0 END) AS "Quick"
            FROM ranked GROUP BY person ORDER BY COUNT(*) DESC, person LIMIT {MostRows}
            """).ToListAsync(stop);
    }
}

/// <summary>How often a rule asked in a month, and what people said. Times are from the call to the decision.</summary>
public sealed record RuleFigures(
    string Policy, string Rule, string Tool, int Tools, int Asked, int AskedThisWeek, int Approved, int Denied, int Expired,
    double? FastestMilliseconds, double? MedianMilliseconds, int MostOnADay);

/// <summary>What one person decided in a month; <paramref name="Quick"/> counts decisions nobody can have thought about.</summary>
public sealed record ReviewerFigures(string Reviewer, int Decisions, int Approved, double? MedianMilliseconds, int Quick);
