using System.Text;

namespace Approvals.Policies.Conditions;

/// <summary>A value that a policy compares with.</summary>
internal abstract record Literal(FoundKind Kind)
{
    /// <summary>Whether a value of the same kind equals this.</summary>
    public abstract bool Is(in Found found);

    internal sealed record Text(string Value) : Literal(FoundKind.Text)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Value);

        public override bool Is(in Found found) => found.Is(Value, Utf8);

        public override string ToString() => $"\"{PrintableText.Of(Value)}\"";
    }

    /// <param name="Digits">As the document writes it.</param>
    internal sealed record Number(string Digits) : Literal(FoundKind.Number)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Digits);

        public override bool Is(in Found found) => found.CompareTo(Utf8) == 0;

        public override string ToString() => Digits;
    }

    internal sealed record Truth(bool Value) : Literal(FoundKind.Truth)
    {
        public override bool Is(in Found found) => found.IsTrue == Value;

        public override string ToString() => Value ? "true" : "false";
    }
}
