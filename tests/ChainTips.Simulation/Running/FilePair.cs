namespace ChainTips.Simulation.Running;

/// <summary>The database file of a run, and the one that takes its place when the process is killed.</summary>
internal sealed class FilePair(string first, string second)
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    private string _other = second;

    /// <summary>The file of the process that runs now.</summary>
    public string Path { get; private set; } = first;

    /// <summary>Begins with a fresh database.</summary>
    public void Begin(byte[] database) => File.WriteAllBytes(Path, database);

    /// <summary>
    /// Copies the file as it is on the disk at this moment, with what only stands in its log: what a process finds that starts
    /// after another was killed.
    /// </summary>
    public void CopyAsKilled()
    {
        Delete(_other);
        File.Copy(Path, _other);
        if (File.Exists(Path + "-wal"))
        {
            File.Copy(Path + "-wal", _other + "-wal");
        }
    }

    /// <summary>Goes on with the copy.</summary>
    public void TakeCopy()
    {
        Delete(Path);
        (Path, _other) = (_other, Path);
    }

    /// <summary>Removes both.</summary>
    public void End()
    {
        Delete(Path);
        Delete(_other);
    }

    private static void Delete(string path)
    {
        foreach (string suffix in Suffixes)
        {
            File.Delete(path + suffix);
        }
    }
}
