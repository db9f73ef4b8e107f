namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>The end of the process, as far as a test can have it.</summary>
internal sealed class CrashException() : Exception("The process died.");
