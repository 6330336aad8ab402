using System.Text.Json;

namespace Approvals.Policies;

/// <summary>What of an upstream is used.</summary>
public enum UseKind
{
    /// <summary>A tool is called.</summary>
    Tool,

    /// <summary>A resource is read.</summary>
    Resource,

    /// <summary>A prompt is fetched.</summary>
    Prompt,
}

/// <summary>What a policy judges: one call of a tool, one reading of a resource, one fetching of a prompt.</summary>
/// <param name="Kind">Which table of the document speaks of it.</param>
/// <param name="Name">The tool's or prompt's exact name, or the resource's URI.</param>
/// <param name="Arguments">An object from <see cref="Calls.StrictJson"/>, or Undefined when there are none. Read only while the policy judges.</param>
public readonly record struct Use(UseKind Kind, string Name, JsonElement Arguments)
{
    public static Use OfTool(string name, JsonElement arguments = default) => new(UseKind.Tool, name, arguments);

    public static Use OfResource(string uri) => new(UseKind.Resource, uri, default);

    public static Use OfPrompt(string name, JsonElement arguments = default) => new(UseKind.Prompt, name, arguments);
}
