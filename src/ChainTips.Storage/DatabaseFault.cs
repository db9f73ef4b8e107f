using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChainTips.Storage;

/// <summary>What an error of the database means: whether it passes by itself, and what a person does about it otherwise.</summary>
public static class DatabaseFault
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    internal const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteProtocol = 15;
    internal const int SqliteNotADatabase = 26;

    /// <summary>
    /// Classes and codes of PostgreSQL (its manual, appendix A) that mean: not now. Connections, resources, locks, a server that is
    /// shut down, fails, or serves readers only while another takes over.
    /// </summary>
    private static readonly string[] PassingStates = ["08", "40", "53", "57", "58", "55P03", "55006", "25P03", "25P04", "25006"];

    private static readonly string[] DamagedStates = ["XX001", "XX002"];

    /// <summary>
    /// Whether the database may answer again by itself: it is asked again. Whether it did what it was asked last is not known.
    /// </summary>
    public static bool IsPassing(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteProtocol,
        PostgresException postgres => Array.Exists(PassingStates, state => postgres.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>Whether the database cannot be used any more until a person did something: a full, failing or read-only disk, a damaged file.</summary>
    public static bool IsBroken(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode
            is SqliteReadOnly or SqliteIoError or SqliteCorrupt or SqliteFull or SqliteCannotOpen or SqliteNotADatabase,
        PostgresException postgres => DamagedStates.Contains(postgres.SqlState),
        _ => false,
    };

    /// <summary>Says what happened to the database, and what to do.</summary>
    /// <param name="error">What the database library said.</param>
    /// <param name="nameForPeople">The database: a whole path, or a server without its password.</param>
    public static DatabaseException Explain(DbException error, string nameForPeople)
    {
        string text = (error as SqliteException)?.SqliteErrorCode switch
        {
            SqliteFull =>
                $"The disk of the database {nameForPeople} is full. What was being written was not kept, and is read from the chain again. Free some space, then start the gateway again.",
            SqliteReadOnly or SqliteCannotOpen =>
                $"The database {nameForPeople} cannot be written any more ({error.Message}): the file, its folder or its disk is gone or read-only. Make them writable for the gateway's user; a disk that turned read-only by itself is failing. Then start the gateway again.",
            SqliteIoError =>
                $"The disk failed under the database {nameForPeople} ({error.Message}). What was being written was kept whole or not at all; the next start finds out, and reads the rest from the chain. Check the disk, then start the gateway again.",
            SqliteCorrupt or SqliteNotADatabase =>
                $"The database {nameForPeople} is damaged ({error.Message}). Restore a backup, and start the gateway with it: what the chain says since then is read again. 'chaintips audit' checks it.",
            _ when IsPassing(error) =>
                $"The database {nameForPeople} does not answer now ({error.Message}). Try again when it does.",
            _ when IsBroken(error) =>
                $"The database {nameForPeople} is damaged ({error.Message}). Restore a backup, and start the gateway with it: what the chain says since then is read again. 'chaintips audit' checks it.",
            _ => $"The database {nameForPeople} refused what the gateway asked ({error.Message}). Nothing of it was kept. Somebody altered the database or the rights of its user, or the gateway is at fault: run 'chaintips audit', and report it.",
        };
        return new DatabaseException(text, error);
    }
}
