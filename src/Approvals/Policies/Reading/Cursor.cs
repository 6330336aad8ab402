using System.Globalization;

namespace Approvals.Policies.Reading;

/// <summary>One value of the document under the reader's finger. A method that answers null has reported why.</summary>
/// <param name="Node">The value.</param>
/// <param name="Pointer">Its JSON pointer: what rules are named by.</param>
/// <param name="Name">What messages call it, already in quotes.</param>
/// <param name="Problems">Where to complain.</param>
internal sealed record Cursor(Node Node, string Pointer, string Name, Problems Problems)
{
    /// <summary>Reports what the value must be, and what it is.</summary>
    public void MustBe(string what)
    {
        var found = Node switch
        {
            Node.Text text => $"\"{PrintableText.Of(text.Value)}\"",
            Node.Number number => PrintableText.Of(number.Digits),
            _ => Node.Kind,
        };
        Fail($"{Name} must be {what}, not {found}");
    }

    public void Fail(string message) => Problems.Add(Node.At, message);

    /// <summary>An object with the keys of this vocabulary; every other key is reported.</summary>
    public Fields? Table(Vocabulary vocabulary)
    {
        if (Node is not Node.Table table)
        {
            MustBe("an object");
            return null;
        }

        foreach (var member in table.Members.Where(member => !vocabulary.Has(member.Key)))
        {
            Problems.Add(member.At, vocabulary.Complaint(member.Key));
        }

        return new Fields(this, table);
    }

    /// <summary>The members of an object whose keys are names that its writer chose.</summary>
    public IEnumerable<(Node.Member Member, Cursor Value)> Entries()
    {
        if (Node is Node.Table table)
        {
            return table.Members.Select(member => (member, Under(member)));
        }

        MustBe("an object");
        return [];
    }

    public IEnumerable<Cursor> Items()
    {
        if (Node is Node.List list)
        {
            return list.Items.Select((item, index) => this with { Node = item, Pointer = $"{Pointer}/{index}", Name = $"item {index + 1} of {Name}" });
        }

        MustBe("an array");
        return [];
    }

    /// <summary>The items of an array that has a largest length; those beyond it are not read.</summary>
    public IEnumerable<Cursor> Items(int most)
    {
        if (Node is Node.List { Items.Length: var length } && length > most)
        {
            Fail($"{Name} has {length} items; at most {most} are read");
        }

        return Items().Take(most);
    }

    public string? Text(int most)
    {
        if (Node is Node.Text { Value: { Length: > 0 } text } && text.Length <= most)
        {
            return text;
        }

        // The text itself may be what is too long, so it is not repeated.
        Fail($"{Name} must be a string of 1 to {most} characters, not {(Node is Node.Text { Value.Length: var length } ? $"of {length}" : Node.Kind)}");
        return null;
    }

    public long? Whole(long least, long most)
    {
        if (Node is Node.Number { Digits: var digits } && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        MustBe($"a whole number from {least} to {most}");
        return null;
    }

    public bool? Flag()
    {
        if (Node is Node.Word { Value: "true" or "false" } word)
        {
            return word.Value == "true";
        }

        MustBe("true or false");
        return null;
    }

    /// <summary>One of the words that the language has at this place.</summary>
    public T? OneOf<T>(IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Node is Node.Text text && words.TryGetValue(text.Value, out var value))
        {
            return value;
        }

        MustBe("one of \"" + string.Join("\", \"", words.Keys) + "\"");
        return null;
    }

    public Cursor Under(Node.Member member) => this with
    {
        Node = member.Value,
        Pointer = $"{Pointer}/{member.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
        Name = $"'{PrintableText.Of(member.Key)}'",
    };
}
