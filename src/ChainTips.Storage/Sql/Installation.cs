using System.Data.Common;
using System.Security.Cryptography;
using ChainTips.Identity;
using ChainTips.Platforms;
using Dapper;

namespace ChainTips.Storage.Sql;

/// <summary>What is made once, when a database is new: the secret that ids are derived with, and the local platform.</summary>
internal static class Installation
{
    private const int KeyLength = 32;

    /// <summary>The secret, made now if there is none.</summary>
    public static IdSource ReadOrCreate(DbConnection connection)
    {
        using DbTransaction transaction = connection.BeginTransaction();
        byte[]? key = connection.ExecuteScalar<byte[]?>("SELECT id_key FROM installation", transaction: transaction);
        if (key is null)
        {
            key = RandomNumberGenerator.GetBytes(KeyLength);
            connection.Execute("INSERT INTO installation (one, id_key) VALUES (1, @key)", new { key }, transaction);
            connection.Execute(
                "INSERT INTO platforms (id, name) VALUES (@id, 'local')", new { id = Blob.Of(IdSource.Random<Platform>()) }, transaction);
        }

        transaction.Commit();
        return new IdSource(key);
    }
}
