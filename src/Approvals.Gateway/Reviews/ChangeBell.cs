namespace Approvals.Gateway.Reviews;

/// <summary>Rings in this process when a request may have changed, here or elsewhere. A rumour: whoever hears it reads the row.</summary>
internal sealed class ChangeBell
{
    /// <summary>Somebody who wants to know; they must not take long over it.</summary>
    public event Action<string>? Rung;

    /// <summary>The same for something that is shown beside the request, while the request itself is as it was.</summary>
    public event Action<string>? RungBeside;

    public void Ring(string requestId) => Rung?.Invoke(requestId);

    public void RingBeside(string requestId) => RungBeside?.Invoke(requestId);
}
