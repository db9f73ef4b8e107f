namespace ChainTips.Server.Tests.Running;

/// <summary>A folder of its own, gone with its owner.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("chaintips-tests-").FullName;
    }

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "chaintips.db");

    public string Write(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
