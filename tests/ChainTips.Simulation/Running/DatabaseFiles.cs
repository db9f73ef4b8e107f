using System.Collections.Concurrent;
using System.Globalization;
using ChainTips.Simulation.Mining;
using ChainTips.Storage;
using ChainTips.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ChainTips.Simulation.Running;

/// <summary>
/// The database files of many runs. They lie in memory where the system has a place for that, because flushing to a disk is not
/// what is tested here; the product opens, flushes and writes them as it does any file.
/// </summary>
/// <remarks>
/// A run lends a pair of file names and the next one gets them again: what is prepared for a connection string, statements and the
/// code that reads rows, is worth more than the run itself.
/// </remarks>
internal sealed class DatabaseFiles : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private readonly byte[] _template;
    private readonly ConcurrentBag<FilePair> _free = [];
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

        UseSmallPages(path);
        return new DatabaseFiles(folder, await File.ReadAllBytesAsync(path, cancellationToken));
    }

    /// <summary>Most tables of a run hold a few rows, and every run copies the whole file.</summary>
    private static void UseSmallPages(string path)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        foreach (string statement in new[] { "PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM", "PRAGMA journal_mode = WAL" })
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Two file names; the first holds a database with the world in it and nothing else.</summary>
    public FilePair Lend()
    {
        if (!_free.TryTake(out FilePair? pair))
        {
            string name = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
            pair = new FilePair(Path.Combine(_folder.FullName, name + "a.db"), Path.Combine(_folder.FullName, name + "b.db"));
        }

        pair.Begin(_template);
        return pair;
    }

    /// <summary>Takes the names back.</summary>
    public void Return(FilePair pair)
    {
        pair.End();
        _free.Add(pair);
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
