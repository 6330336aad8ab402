using System.Collections.Immutable;

namespace Approvals.Policies.Reading;

/// <summary>A JSON value that knows at which byte of the document it starts.</summary>
internal abstract record Node(int At)
{
    /// <summary>What it is, in a message: "a string".</summary>
    public abstract string Kind { get; }

    public sealed record Text(int At, string Value) : Node(At)
    {
        public override string Kind => "a string";
    }

    public sealed record Number(int At, string Digits) : Node(At)
    {
        public override string Kind => "a number";
    }

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public sealed record Word(int At, string Value) : Node(At)
    {
        public override string Kind => Value;
    }

    public sealed record List(int At, ImmutableArray<Node> Items) : Node(At)
    {
        public override string Kind => "an array";
    }

    public sealed record Table(int At, ImmutableArray<Member> Members) : Node(At)
    {
        public override string Kind => "an object";
    }

    /// <param name="At">Where the key starts.</param>
    /// <param name="Key">Unescaped; unique within its table.</param>
    /// <param name="Value">What it says.</param>
    public sealed record Member(int At, string Key, Node Value);
}
