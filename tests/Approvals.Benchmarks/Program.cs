using Approvals.Benchmarks;

// Figures, not verdicts: what a run prints goes into README.md, with the machine and the date.
return args switch
{
    ["parked", .. var options] => await ParkedBenchmark.RunAsync(ParkedOptions.Read(options)),
    ["decide", .. var options] => await DecideBenchmark.RunAsync(DecideOptions.Read(options)),
    ["page", .. var options] => await PageBenchmark.RunAsync(PageOptions.Read(options)),
    ["policy"] => PolicyBenchmark.Run(),
    ["limits"] => await LimitBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Approvals.Benchmarks -- parked [--calls 10000] [--seconds 60] [--progress]
        dotnet run -c Release --project tests/Approvals.Benchmarks -- decide [--rounds 1000]
        dotnet run -c Release --project tests/Approvals.Benchmarks -- page [--rounds 100]
        dotnet run -c Release --project tests/Approvals.Benchmarks -- policy
        dotnet run -c Release --project tests/Approvals.Benchmarks -- limits
        """);
    return 2;
}
