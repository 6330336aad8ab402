using Approvals.Gateway;
using Approvals.Gateway.Startup;

try
{
    await using var app = await GatewayApp.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Explains(failure))
{
    return StartFailure.Report(failure);
}
