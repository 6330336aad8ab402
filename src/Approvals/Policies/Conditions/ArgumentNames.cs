using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Approvals.Calls.Wire;

namespace Approvals.Policies.Conditions;

/// <summary>
/// The argument keys that conditions and limits name, as a tree. To an upstream that folds case another spelling of one is that argument,
/// and the policy would never have looked at it.
/// </summary>
internal sealed class ArgumentNames
{
    private readonly List<Named> _members = [];
    private readonly List<(int Index, ArgumentNames Below)> _items = [];

    private bool IsEmpty => _members.Count == 0 && _items.Count == 0;

    public void Add(Condition condition)
    {
        if (condition.Subject is Subject.Argument argument)
        {
            Add(argument.Route, condition.Rule);
        }
    }

    public void Add(Route route, string rule)
    {
        var at = this;
        foreach (var step in route.Steps)
        {
            at = at.Below(step, rule);
        }
    }

    /// <summary>The first key of the arguments that differs only in case from one that is named, with what it differs from.</summary>
    public (string Key, Named Meant)? ImitationIn(JsonElement at)
    {
        if (IsEmpty)
        {
            return null;
        }

        return at.ValueKind switch
        {
            JsonValueKind.Object => InObject(at),
            JsonValueKind.Array => InArray(at),
            _ => null,
        };
    }

    private (string Key, Named Meant)? InObject(JsonElement at)
    {
        foreach (var member in at.EnumerateObject())
        {
            var key = new Key(member);
            foreach (var named in _members)
            {
                if (key.Is(named))
                {
                    if (named.Below.ImitationIn(member.Value) is { } deeper)
                    {
                        return deeper;
                    }
                }
                else if (key.Imitates(named))
                {
                    return (member.Name, named);
                }
            }
        }

        return null;
    }

    private (string Key, Named Meant)? InArray(JsonElement at)
    {
        var length = at.GetArrayLength();
        foreach (var (index, below) in _items)
        {
            if (index < length && below.ImitationIn(at[index]) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    private ArgumentNames Below(RouteStep step, string rule)
    {
        switch (step)
        {
            case RouteStep.Member member:
                if (_members.Find(known => known.Name == member.Name) is not { } named)
                {
                    _members.Add(named = new Named(member.Name, rule));
                }

                return named.Below;
            case RouteStep.Item item:
                if (_items.Find(known => known.Index == item.Index).Below is not { } below)
                {
                    _items.Add((item.Index, below = new ArgumentNames()));
                }

                return below;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "A step is a member or an item.");
        }
    }

    /// <param name="Name">The key as the policy writes it.</param>
    /// <param name="Rule">The first condition or limit that names it.</param>
    internal sealed record Named(string Name, string Rule)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Name);

        public ArgumentNames Below { get; } = new();

        /// <summary>Whether it has letters that some readers fold to ASCII.</summary>
        public bool Folds { get; } = !Ascii.IsValid(Name);
    }

    /// <summary>A key of the call, which costs memory only where it is written with escapes or other letters than ASCII's.</summary>
    private readonly ref struct Key
    {
        private readonly ReadOnlySpan<byte> ascii;
        private readonly string? name;

        public Key(JsonProperty member)
        {
            ascii = JsonMarshal.GetRawUtf8PropertyName(member);
            name = Ascii.IsValid(ascii) && !ascii.Contains((byte)'\\') ? null : member.Name;
        }

        public bool Is(Named named) => name is null ? ascii.SequenceEqual(named.Utf8) : name == named.Name;

        public bool Imitates(Named named) => name is null
            ? Ascii.EqualsIgnoreCase(ascii, named.Utf8) || (named.Folds && ReservedNames.SameFolded(Encoding.UTF8.GetString(ascii), named.Name))
            : ReservedNames.SameFolded(name, named.Name);
    }
}
