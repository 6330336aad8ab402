namespace Approvals.Gateway.Reviews;

/// <summary>Rings in this process when a request may have changed, here or elsewhere. A rumour: whoever hears it reads the row.</summary>
internal sealed class ChangeBell
{
    /// <summary>Somebody who wants to know; they must not take long over it.</summary>
    public event Action<string>? Rung;

    public void Ring(string requestId) => Rung?.Invoke(requestId);
}
