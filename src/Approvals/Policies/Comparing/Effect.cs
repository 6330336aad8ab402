using System.Collections.Immutable;
using Approvals.Policies.Checking;
using Approvals.Policies.Reading;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Comparing;

/// <summary>What a document does with one name: the entry that counts, as leaves by their pointers, and a few words for it.</summary>
internal sealed record Effect(int Strictness, string Words, ImmutableSortedDictionary<string, string> Leaves)
{
    private const int Allows = 0;
    private const int Asks = 1;
    private const int Denies = 2;
    private const int Hides = 3;

    public static Effect Of(PolicyTree tree, string table, string name)
    {
        if (table == "tools" && tree.Hidden.Any(hidden => hidden.Value == name || (Glob.IsGlob(hidden.Value) && new Glob(hidden.Value).Matches(name))))
        {
            return new Effect(Hides, "hidden", Nothing);
        }

        var entries = tree.Of(table).ToList();
        var entry = entries.Find(entry => entry.Name == name)
            ?? entries.Where(entry => Glob.IsGlob(entry.Name) && new Glob(entry.Name).Matches(name)).OrderBy(entry => new Glob(entry.Name), Comparer<Glob>.Create(Glob.Compare)).FirstOrDefault();
        var leaves = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (table is "tools" or "categories" && tree.AllTools is { } all)
        {
            Collect(all.Value.Node, "(all_tools)", leaves);
        }

        if (entry is null)
        {
            return table == "categories"
                ? new Effect(Rank(tree.Default), "no entry: as for every other tool", leaves.ToImmutable())
                : new Effect(Rank(tree.Default), $"{Verb(tree.Default)} by default", leaves.ToImmutable());
        }

        Collect(entry.Value.Node, "", leaves);
        leaves.Remove("/action");
        return new Effect(Rank(entry.Action), $"{Verb(entry.Action)}{(entry.Name == name ? "" : $" by the glob '{PrintableText.Of(entry.Name)}'")}", leaves.ToImmutable());
    }

    public static Effect OfDefault(PolicyTree tree) => new(Rank(tree.Default), Verb(tree.Default), Nothing);

    private static ImmutableSortedDictionary<string, string> Nothing { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static int Rank(string action) => action switch { "allow" => Allows, "require_approval" => Asks, _ => Denies };

    private static string Verb(string action) => action switch { "allow" => "allowed", "require_approval" => "asks a person", _ => "denied" };

    private static void Collect(Node node, string pointer, ImmutableSortedDictionary<string, string>.Builder leaves)
    {
        switch (node)
        {
            case Node.Table table:
                foreach (var member in table.Members)
                {
                    Collect(member.Value, $"{pointer}/{member.Key}", leaves);
                }

                break;
            case Node.List list:
                for (var at = 0; at < list.Items.Length; at++)
                {
                    Collect(list.Items[at], $"{pointer}/{at}", leaves);
                }

                break;
            case Node.Text text:
                leaves[pointer] = $"\"{PrintableText.Of(text.Value)}\"";
                break;
            case Node.Number number:
                leaves[pointer] = number.Digits;
                break;
            case Node.Word word:
                leaves[pointer] = word.Value;
                break;
        }
    }
}
