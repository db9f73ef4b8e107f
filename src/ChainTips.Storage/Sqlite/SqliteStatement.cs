using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChainTips.Storage.Sqlite;

/// <summary>A prepared statement that is run once a row: its values are bound by position, without an object for any of them.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly byte[] _buffer = new byte[Hash32.Length];
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Demand(raw.sqlite3_prepare_v2(_database, sql, out _statement), raw.SQLITE_OK);
    }

    public SqliteStatement Bind(long value)
    {
        Demand(raw.sqlite3_bind_int64(_statement, ++_bound, value), raw.SQLITE_OK);
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        if (value is long present)
        {
            return Bind(present);
        }

        Demand(raw.sqlite3_bind_null(_statement, ++_bound), raw.SQLITE_OK);
        return this;
    }

    public SqliteStatement Bind(Hash32 value)
    {
        value.CopyTo(_buffer);
        return Bind(_buffer);
    }

    public SqliteStatement Bind(Address value)
    {
        value.CopyTo(_buffer);
        return Bind(_buffer.AsSpan(0, Address.Length));
    }

    /// <summary>Binds eight bytes, big-endian.</summary>
    public SqliteStatement Bind(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer, value);
        return Bind(_buffer.AsSpan(0, 8));
    }

    public SqliteStatement Bind(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128BigEndian(_buffer, value);
        return Bind(_buffer.AsSpan(0, 16));
    }

    /// <summary>Runs the statement with what was bound, and makes it ready for the next row.</summary>
    public void Run()
    {
        int result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
        Demand(result, raw.SQLITE_DONE);
    }

    /// <summary>Runs the statement with what was bound; the first column of its only row, or null if there is none.</summary>
    public long? Find()
    {
        int result = raw.sqlite3_step(_statement);
        long? found = result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
        Demand(result, found is null ? raw.SQLITE_DONE : raw.SQLITE_ROW);
        return found;
    }

    public void Dispose() => _statement.Dispose();

    // SQLite copies the bytes before the call returns.
    private SqliteStatement Bind(ReadOnlySpan<byte> bytes)
    {
        Demand(raw.sqlite3_bind_blob(_statement, ++_bound, bytes), raw.SQLITE_OK);
        return this;
    }

    private void Demand(int result, int expected)
    {
        if (result != expected)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xff, result);
        }
    }
}
