using ChainTips.Simulation.Mining;
using ChainTips.Storage;
using ChainTips.Storage.Sqlite;

namespace ChainTips.Simulation.Running;

/// <summary>
/// The database files of a run. They lie in memory where the system has a place for that, because flushing to a disk is not what
/// is tested here; the product opens, flushes and writes them as it does any file.
/// </summary>
internal sealed class DatabaseFiles : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private readonly byte[] _template;
    private int _count;

    private DatabaseFiles(DirectoryInfo folder, byte[] template)
    {
        _folder = folder;
        _template = template;
    }

    /// <summary>Makes one database with the world in it, of which every run gets a copy.</summary>
    public static async Task<DatabaseFiles> CreateAsync(CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.Exists(MemoryFolder)
            ? Directory.CreateDirectory(Path.Combine(MemoryFolder, "chaintips-torture-" + Path.GetRandomFileName()))
            : Directory.CreateTempSubdirectory("chaintips-torture-");
        string path = Path.Combine(folder.FullName, "template.db");
        OpenedDatabase<SqliteDatabase> opened = SqliteDatabase.Open(path, new SimulatedClock());
        using (SqliteDatabase database = opened.Database)
        {
            await SimulatedWorld.WriteAsync(database, cancellationToken);
        }

        return new DatabaseFiles(folder, await File.ReadAllBytesAsync(path, cancellationToken));
    }

    /// <summary>A new file with the world in it and nothing else.</summary>
    public string CreateFile()
    {
        string path = NextPath();
        File.WriteAllBytes(path, _template);
        return path;
    }

    /// <summary>
    /// The file as it is on the disk at this moment, with what only stands in its log: what a process finds that starts after
    /// another was killed.
    /// </summary>
    public string CopyAsKilled(string path)
    {
        string copy = NextPath();
        File.Copy(path, copy);
        if (File.Exists(path + "-wal"))
        {
            File.Copy(path + "-wal", copy + "-wal");
        }

        return copy;
    }

    /// <summary>Removes a file with what belongs to it.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    private string NextPath() => Path.Combine(
        _folder.FullName, Interlocked.Increment(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture) + ".db");
}
