using System.Security.Cryptography;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>Reads a policy file whole, and says every fault at once. Its form is described in <c>docs/policy.md</c>.</summary>
public static class PolicyFile
{
    private const long MostPayments = 1_000_000_000_000;
    private const int SecondsOfDay = 86_400;

    private static readonly JsonDocumentOptions Strict = new() { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>The policy where there is no file: everything that is configured is allowed.</summary>
    /// <param name="configured">The tokens that the gateway credits.</param>
    public static Policy AllowAll(IReadOnlyList<Token> configured) =>
        Read("{\"version\":1}"u8.ToArray(), "", configured, []) ?? throw new System.Diagnostics.UnreachableException();

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="name">Its name, with which every fault begins.</param>
    /// <param name="configured">The tokens that the gateway credits; the file can allow no others.</param>
    /// <param name="faults">Takes what is wrong: a sentence each, with the path in the file, the value and what to write.</param>
    /// <returns>The policy; null when there is a fault.</returns>
    public static Policy? Read(byte[] file, string name, IReadOnlyList<Token> configured, ICollection<string> faults)
    {
        List<string> found = [];
        Policy? policy = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(file, Strict);
            policy = Read(new PolicyNode("", document.RootElement, found), configured);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // An escaped half of a character is found out only when its text is read.
            found.Add($"the file is no JSON: {error.Message.TrimEnd('.')}. Repair it there; comments and commas at the end of a list are not taken.");
        }

        foreach (string fault in found)
        {
            faults.Add($"{name}: {fault}");
        }

        return found.Count == 0 ? policy! with { Hash = Convert.ToHexStringLower(SHA256.HashData(file)) } : null;
    }

    private static Policy Read(PolicyNode root, IReadOnlyList<Token> configured)
    {
        IReadOnlyDictionary<string, PolicyNode> members = root.Members("version", "chains", "tokens", "paymentsPerDay", "velocity", "deny");
        if (members.TryGetValue("version", out PolicyNode? version))
        {
            version.Whole(Policy.Version, Policy.Version);
        }
        else
        {
            root.Fault("version: it is missing; write \"version\": 1.");
        }

        HashSet<ulong> chains = ReadChains(members.GetValueOrDefault("chains"), configured);
        TokenPolicy[] tokens = ReadTokens(members.GetValueOrDefault("tokens"), configured, chains);
        if (members.TryGetValue("chains", out PolicyNode? allowed) && tokens.Length > 0)
        {
            foreach (ulong chain in chains.Except(tokens.Select(token => token.Token.ChainId)))
            {
                allowed.Fault($"chain {chain} is allowed, but none of its tokens is; write one of them in tokens, or take the chain out.");
            }
        }

        (IReadOnlySet<Address> payers, IReadOnlySet<Address> payees) = ReadDenied(members.GetValueOrDefault("deny"));
        return new Policy
        {
            Hash = "",
            Tokens = tokens,
            PaymentsPerDay = ReadParties(members.GetValueOrDefault("paymentsPerDay"), node => node.Whole(1, MostPayments)),
            Velocity = ReadVelocity(members.GetValueOrDefault("velocity")),
            DeniedPayers = payers,
            DeniedPayees = payees,
        };
    }

    /// <summary>Reads a limit for each kind of party.</summary>
    internal static PerParty<T> ReadParties<T>(PolicyNode? node, Func<PolicyNode, T?> read)
        where T : struct
    {
        IReadOnlyDictionary<string, PolicyNode>? members = node?.Members("payer", "creator", "platform");
        return new PerParty<T>(One("payer"), One("creator"), One("platform"));

        T? One(string key) => members is not null && members.TryGetValue(key, out PolicyNode? member) ? read(member) : null;
    }

    private static HashSet<ulong> ReadChains(PolicyNode? node, IReadOnlyList<Token> configured)
    {
        HashSet<ulong> known = [.. configured.Select(token => token.ChainId)];
        if (node is null)
        {
            return known;
        }

        HashSet<ulong> chains = [];
        foreach (PolicyNode item in node.Items("chain id"))
        {
            if (item.Whole(1, long.MaxValue) is not long id)
            {
                continue;
            }

            if (!known.Contains((ulong)id))
            {
                item.Fault($"chain {id} is not configured; write one of {string.Join(", ", known)}, or configure it first.");
            }
            else if (!chains.Add((ulong)id))
            {
                item.Fault($"chain {id} stands there twice; take one out.");
            }
        }

        return chains;
    }

    private static TokenPolicy[] ReadTokens(PolicyNode? node, IReadOnlyList<Token> configured, HashSet<ulong> chains)
    {
        if (node is null)
        {
            return [.. configured.Where(token => chains.Contains(token.ChainId)).Select(token => new TokenPolicy(token))];
        }

        List<TokenPolicy> tokens = [];
        foreach (PolicyNode item in node.Items("token"))
        {
            if (new TokenPolicyReader(item, configured, chains).Read() is not TokenPolicy token)
            {
                continue;
            }

            if (tokens.Any(other => other.Token == token.Token))
            {
                item.Fault($"the token {token.Token.Symbol} at {token.Token.Address} stands there twice; take one out.");
            }

            tokens.Add(token);
        }

        return [.. tokens];
    }

    private static Velocity? ReadVelocity(PolicyNode? node)
    {
        IReadOnlyDictionary<string, PolicyNode>? members = node?.Members("payments", "seconds");
        if (members is null)
        {
            return null;
        }

        long? payments = Demand("payments", MostPayments);
        long? seconds = Demand("seconds", SecondsOfDay);
        return payments is long most && seconds is long time ? new Velocity(most, (int)time) : null;

        long? Demand(string key, long largest)
        {
            if (members.TryGetValue(key, out PolicyNode? member))
            {
                return member.Whole(1, largest);
            }

            node!.Fault($"the key {key} is missing; write a whole number from 1 to {largest}.");
            return null;
        }
    }

    private static (IReadOnlySet<Address> Payers, IReadOnlySet<Address> Payees) ReadDenied(PolicyNode? node)
    {
        IReadOnlyDictionary<string, PolicyNode>? members = node?.Members("payers", "payees");
        return (List("payers"), List("payees"));

        HashSet<Address> List(string key)
        {
            HashSet<Address> denied = [];
            foreach (PolicyNode item in members is not null && members.TryGetValue(key, out PolicyNode? list) ? list.Items("address") : [])
            {
                if (item.Address() is Address address && !denied.Add(address))
                {
                    item.Fault($"{address} stands there twice; take one out.");
                }
            }

            return denied;
        }
    }
}
