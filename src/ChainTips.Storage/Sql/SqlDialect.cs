using System.Data.Common;

namespace ChainTips.Storage.Sql;

/// <summary>What the two databases say differently. Every other statement is the same for both.</summary>
internal abstract class SqlDialect
{
    /// <summary>The database's own clock, in milliseconds since 1970 in UTC: the one that all gateways on it share.</summary>
    public abstract string NowInMilliseconds { get; }

    /// <summary>Asks the database to check its own storage; null where it has no such question. Each row is a fault.</summary>
    public abstract string? CheckStorage { get; }

    /// <summary>How large the database is, as an expression.</summary>
    public abstract string SizeInBytes { get; }

    /// <summary>Lets a statement of this transaction take as long as it does; null where no time is set.</summary>
    public abstract string? LiftTimeLimit { get; }

    /// <summary>The condition that a column has one of the values of a list parameter, which <see cref="ListOf"/> makes.</summary>
    public abstract string IsAnyOf<TValue>(string column, string parameter);

    /// <summary>Any number of values, <see cref="long"/> or byte arrays, as one parameter.</summary>
    public abstract object ListOf<TValue>(TValue[] values);

    /// <summary>Lets a table's own numbers go on after rows that brought theirs along; null where they do by themselves.</summary>
    public abstract string? CountOn(string table);

    /// <summary>How new rows of the journal are written by the thousand.</summary>
    public abstract IJournalWriter CreateJournalWriter(DbConnection connection, DbTransaction transaction);
}
