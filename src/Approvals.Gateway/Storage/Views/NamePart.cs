using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>Looks for a part of a name. What somebody types is text: a percent sign is a percent sign.</summary>
internal static class NamePart
{
    private const string Escape = "\\";

    /// <summary>Only the rows whose <paramref name="name"/> has <paramref name="part"/> in it, in either case; all of them without one.</summary>
    public static IQueryable<T> WhereHas<T>(this IQueryable<T> rows, Expression<Func<T, string>> name, string? part)
    {
        if (string.IsNullOrEmpty(part))
        {
            return rows;
        }

        Expression<Func<string, bool>> like = text => EF.Functions.Like(text, PatternOf(part), Escape);
        var body = new Substitution(like.Parameters[0], name.Body).Visit(like.Body);
        return rows.Where(Expression.Lambda<Func<T, bool>>(body, name.Parameters));
    }

    /// <summary>As LIKE reads it.</summary>
    public static string PatternOf(string part) =>
        $"%{part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private sealed class Substitution(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
    }
}
