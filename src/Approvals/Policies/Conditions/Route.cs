using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Approvals.Policies.Conditions;

/// <summary>The way to a value inside an object: <c>order.lines[0].amount</c>. A string is never looked into, whatever it holds.</summary>
internal sealed class Route
{
    /// <summary>The longest path, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    private Route(ImmutableArray<RouteStep> steps) => Steps = steps;

    public ImmutableArray<RouteStep> Steps { get; }

    /// <summary>Reads what follows the root of a path: <c>.a.b[0]</c>; null when it is not so written.</summary>
    public static Route? Parse(ReadOnlySpan<char> text)
    {
        var steps = ImmutableArray.CreateBuilder<RouteStep>();
        while (!text.IsEmpty)
        {
            var end = text[1..].IndexOfAny('.', '[') + 1;
            var part = end == 0 ? text : text[..end];
            if (StepOf(part) is not { } step)
            {
                return null;
            }

            steps.Add(step);
            text = text[part.Length..];
        }

        return steps is [RouteStep.Member, ..] ? new Route(steps.ToImmutable()) : null;
    }

    public Found Find(JsonElement root)
    {
        var at = root;
        foreach (var step in Steps)
        {
            if (at.ValueKind is JsonValueKind.Undefined)
            {
                return Found.Missing;
            }

            switch (step)
            {
                case RouteStep.Member member when at.ValueKind is JsonValueKind.Object:
                    at = at.TryGetProperty(member.Utf8, out var value) ? value : default;
                    break;
                case RouteStep.Item item when at.ValueKind is JsonValueKind.Array:
                    at = item.Index < at.GetArrayLength() ? at[item.Index] : default;
                    break;
                default:
                    return Found.Odd;
            }
        }

        return new Found(at);
    }

    private static RouteStep? StepOf(ReadOnlySpan<char> part) => part switch
    {
        ['.', _, ..] when !part.Contains(']') => new RouteStep.Member(part[1..].ToString()),
        ['[', .. var digits, ']'] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => new RouteStep.Item(index),
        _ => null,
    };
}

/// <summary>One step of a <see cref="Route"/>.</summary>
internal abstract record RouteStep
{
    internal sealed record Member(string Name) : RouteStep
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Name);
    }

    internal sealed record Item(int Index) : RouteStep;
}
