using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var configuration = builder.AddConfiguration(args);
    builder.AddDataDirectory(configuration);
    builder.AddGrants(configuration);

    await using var app = builder.Build();
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.Explains(failure))
{
    return StartFailure.Report(failure);
}
