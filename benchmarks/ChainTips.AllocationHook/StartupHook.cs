using System.Globalization;

/// <summary>Writes at the end of the process what it allocated, how often memory was collected and how long it stood still for that.</summary>
/// <remarks>The runtime looks for this name, without a namespace, in the assemblies that <c>DOTNET_STARTUP_HOOKS</c> names.</remarks>
internal static class StartupHook
{
    private const string FileVariable = "CHAINTIPS_ALLOCATIONS";

    /// <summary>Called by the runtime before the program's own entry point.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is string file)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllText(file, Describe());
        }
    }

    /// <summary>Bytes allocated, collections of each generation, milliseconds of standing still.</summary>
    private static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} {GC.GetTotalPauseDuration().TotalMilliseconds}");
}
