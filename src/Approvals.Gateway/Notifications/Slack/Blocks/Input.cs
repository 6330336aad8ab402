using System.Text.Json.Serialization;

namespace Approvals.Gateway.Notifications.Slack.Blocks;

/// <summary>What a person can fill in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextInput), "plain_text_input")]
[JsonDerivedType(typeof(RadioButtons), "radio_buttons")]
internal abstract record Input(string ActionId);

/// <summary>A text.</summary>
internal sealed record TextInput(string ActionId, bool Multiline, int MaxLength, PlainText? Placeholder = null) : Input(ActionId);

/// <summary>One of several.</summary>
internal sealed record RadioButtons(string ActionId, IReadOnlyList<Choosable> Options) : Input(ActionId);

/// <summary>One of the things to choose from.</summary>
internal sealed record Choosable(PlainText Text, string Value);
