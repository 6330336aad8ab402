using System.Runtime.InteropServices;

/// <summary>
/// Is loaded into the gateway's process by <c>DOTNET_STARTUP_HOOKS</c>, whose contract wants this name outside any namespace. At each
/// SIGUSR1 it collects all garbage and says how many bytes are left, and how many the collector keeps from the system.
/// </summary>
internal static class StartupHook
{
    public const string Words = "benchmark-heap ";

    private const int SigUsr1 = 10;
    private static PosixSignalRegistration? _registration;

    public static void Initialize() => _registration = PosixSignalRegistration.Create((PosixSignal)SigUsr1, signal =>
    {
        signal.Cancel = true;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        Console.WriteLine($"{Words}{GC.GetTotalMemory(forceFullCollection: false)} {GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes}");
    });
}
