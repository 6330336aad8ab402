namespace Approvals.Demo.Agent;

/// <summary>What happens in the story that <see cref="DemoAgent"/> plays, in the order in which it happens. The last step is Finished, Failed or NoGateway.</summary>
public abstract record DemoStep
{
    private DemoStep()
    {
    }

    /// <summary>The agent and the gateway speak to each other.</summary>
    public sealed record Connected(Uri Url, string Server, string Protocol) : DemoStep;

    /// <summary>A new part of the story begins.</summary>
    public sealed record Chapter(int Number, string Title, string Explanation) : DemoStep;

    /// <summary>The tools that the gateway shows to this agent.</summary>
    public sealed record ToolsListed(IReadOnlyList<string> Tools) : DemoStep;

    /// <summary>A call goes out. <paramref name="Arguments"/> is JSON.</summary>
    public sealed record Calling(string Tool, string Arguments) : DemoStep;

    /// <summary>The call that went out is held until a person decides on <paramref name="Page"/>.</summary>
    public sealed record WaitsForPerson(Uri Page) : DemoStep;

    /// <summary>The gateway says that the call is still held.</summary>
    public sealed record StillHeld(string Message) : DemoStep;

    /// <summary>The gateway handed the call back undecided; the agent makes the same call again to go on waiting.</summary>
    public sealed record HandedBack(string Message) : DemoStep;

    /// <summary>The call was answered.</summary>
    public sealed record Answered(string Tool, DemoAnswer Answer) : DemoStep;

    /// <summary>The story ran to its end.</summary>
    public sealed record Finished : DemoStep;

    /// <summary>The story stopped: something went otherwise than it should, and <paramref name="Why"/> says what.</summary>
    public sealed record Failed(string Why) : DemoStep;

    /// <summary>The story could not begin: nobody at the address answers this agent.</summary>
    public sealed record NoGateway(string Why) : DemoStep;
}
