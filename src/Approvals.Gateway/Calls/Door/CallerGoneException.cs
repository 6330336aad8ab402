using System.IO.Pipelines;

namespace Approvals.Gateway.Calls.Door;

/// <summary>The connection was down before what was written to it could be sent. Its abort is announced a moment later.</summary>
internal sealed class CallerGoneException() : IOException("The caller is gone.")
{
    /// <summary>Nobody reads what was flushed.</summary>
    public static void ThrowIf(FlushResult flushed)
    {
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new CallerGoneException();
        }
    }
}
