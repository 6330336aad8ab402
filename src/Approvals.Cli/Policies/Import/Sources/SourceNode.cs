using System.Collections.Immutable;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>A value of the source, YAML or JSON, that knows its place.</summary>
internal abstract record SourceNode(Mark At)
{
    /// <summary>What it is, in a message: "a list".</summary>
    public abstract string Kind { get; }

    public sealed record Text(Mark At, string Value) : SourceNode(At)
    {
        public override string Kind => "a text";
    }

    /// <param name="At">Where it starts.</param>
    /// <param name="Digits">A JSON number, as it was written.</param>
    public sealed record Number(Mark At, string Digits) : SourceNode(At)
    {
        public override string Kind => "a number";
    }

    public sealed record Truth(Mark At, bool Value) : SourceNode(At)
    {
        public override string Kind => Value ? "true" : "false";
    }

    public sealed record Nothing(Mark At) : SourceNode(At)
    {
        public override string Kind => "nothing";
    }

    public sealed record List(Mark At, ImmutableArray<SourceNode> Items) : SourceNode(At)
    {
        public override string Kind => "a list";
    }

    public sealed record Table(Mark At, ImmutableArray<Member> Members) : SourceNode(At)
    {
        public override string Kind => "a table";
    }

    /// <param name="At">Where the key starts.</param>
    /// <param name="Key">Unique within its table.</param>
    /// <param name="Value">What it says.</param>
    public sealed record Member(Mark At, string Key, SourceNode Value);
}
