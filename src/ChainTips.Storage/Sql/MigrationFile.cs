using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ChainTips.Storage.Sql;

/// <summary>A step from one schema to the next, as it is part of this program.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">The file's name, which says why.</param>
/// <param name="Checksum">SHA-256 of the text, hex.</param>
/// <param name="Sql">The statements.</param>
internal sealed record MigrationFile(long Number, string Name, string Checksum, string Sql)
{
    /// <summary>The steps for one kind of database, in order.</summary>
    public static IReadOnlyList<MigrationFile> ReadAll(string folder)
    {
        Assembly assembly = typeof(MigrationFile).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
                .Order()
                .Select(name => Read(assembly, name)),
        ];
    }

    private static MigrationFile Read(Assembly assembly, string resource)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        string sql = reader.ReadToEnd();
        string name = Path.GetFileNameWithoutExtension(resource);
        string checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        return new MigrationFile(long.Parse(name[..4], CultureInfo.InvariantCulture), name, checksum, sql);
    }
}
