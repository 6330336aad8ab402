using System.Runtime.CompilerServices;

namespace Approvals.Gateway.Tests.World;

/// <summary>A host watches its settings files unless told otherwise, and a machine has 128 watchers: hundreds of hosts in one process need more.</summary>
internal static class NoFileWatchers
{
    [ModuleInitializer]
    internal static void TurnOff() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
