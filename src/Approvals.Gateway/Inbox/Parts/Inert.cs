using Approvals.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Approvals.Gateway.Inbox.Parts;

/// <summary>Somebody else's text. Whatever it holds, it stays in its place and shows all of itself.</summary>
public sealed class Inert : ComponentBase
{
    [Parameter]
    public string? Text { get; set; }

    /// <summary>Writes out everything that is not ASCII.</summary>
    [Parameter]
    public bool OnlyAscii { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var text = Text ?? "";
        builder.OpenElement(0, "bdi");
        builder.AddAttribute(1, "class", "inert");
        foreach (var part in OnlyAscii ? VisibleText.AsciiParts(text) : VisibleText.Parts(text))
        {
            Add(builder, part);
        }

        builder.CloseElement();
    }

    private static void Add(RenderTreeBuilder builder, TextPart part)
    {
        if (part.Kind is TextPartKind.Plain or TextPartKind.Break)
        {
            builder.AddContent(2, part.Text);
            return;
        }

        builder.OpenElement(3, "span");
        builder.AddAttribute(4, "class", part.Kind == TextPartKind.Escape ? "escape" : "blank");
        builder.AddContent(5, part.Text);
        builder.CloseElement();
    }
}
