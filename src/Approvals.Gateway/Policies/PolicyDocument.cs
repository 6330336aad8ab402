using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>A policy and the text that it was read from.</summary>
/// <param name="Policy">What judges.</param>
/// <param name="File">The file's path, or the name of the document in the program.</param>
/// <param name="Text">The whole document.</param>
internal sealed record PolicyDocument(Policy Policy, string File, string Text);
