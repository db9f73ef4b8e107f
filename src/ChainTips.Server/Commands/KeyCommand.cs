using System.CommandLine;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips key</c>: makes, lists and revokes the keys that platforms call the API with.</summary>
internal static class KeyCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "A name for people, such as the site that uses the key.",
        DefaultValueFactory = _ => "default",
    };

    private static readonly Argument<string> KeyId = new("id") { Description = "The key's id, key_…, without its secret." };

    public static Command Create()
    {
        Command create = new("create", "Make a key and print it on standard output; it is shown once.") { Name };
        create.SetAction((command, cancellationToken) => UseAsync(command, database => CreateAsync(database, command.GetRequiredValue(Name), cancellationToken)));
        Command list = new("list", "List the keys.");
        list.SetAction((command, cancellationToken) => UseAsync(command, database => ListAsync(database, cancellationToken)));
        Command revoke = new("revoke", "Make a key useless at once.") { KeyId };
        revoke.SetAction((command, cancellationToken) => UseAsync(command, database => RevokeAsync(database, command.GetRequiredValue(KeyId), cancellationToken)));
        return new Command("key", "Make, list and revoke API keys.") { create, list, revoke };
    }

    private static async Task<int> UseAsync(ParseResult command, Func<IGatewayDatabase, Task<int>> action)
    {
        string location = GatewayConfiguration.ReadDatabase(GatewayBuilder.Create(command).Configuration);
        using IGatewayDatabase database = NewDatabase.Open(location).Database;
        return await action(database);
    }

    private static async Task<int> CreateAsync(IGatewayDatabase database, string name, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        Platform platform = await transaction.Platforms.ReadLocalAsync(cancellationToken);
        NewApiKey made = ApiKey.Create(platform.Id, name, TimeProvider.System.GetUtcNow());
        await transaction.Platforms.AddKeyAsync(made.Key, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Console.Error.WriteLine($"Made key '{name}' of platform '{platform.Name}'. It is not shown again; send it as 'Authorization: Bearer KEY'.");
        Console.WriteLine(made.Text);
        return 0;
    }

    private static async Task<int> ListAsync(IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Platform platform = await transaction.Platforms.ReadLocalAsync(cancellationToken);
        foreach (ApiKey key in await transaction.Platforms.ListKeysAsync(platform.Id, cancellationToken))
        {
            Console.WriteLine($"{key.Id}  {key.CreatedAt:yyyy-MM-dd}  {(key.RevokedAt is null ? "works" : "revoked")}  {key.Name}");
        }

        return 0;
    }

    private static async Task<int> RevokeAsync(IGatewayDatabase database, string text, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        bool isRevoked = Id<ApiKey>.TryParse(text, out Id<ApiKey> id)
            && await transaction.Platforms.RevokeKeyAsync(id, TimeProvider.System.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Console.Error.WriteLine(isRevoked ? $"{id} works no more." : $"There is no working key '{text}'. 'chaintips key list' shows the ids.");
        return isRevoked ? 0 : 1;
    }
}
