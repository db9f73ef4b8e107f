using System.Data;
using System.Runtime.CompilerServices;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Platforms;

namespace ChainTips;

/// <summary>Checks the books: against themselves, row by row and hash by hash, and against the chain, from which every credit is derived again.</summary>
/// <remarks>It writes nothing, and believes no row: a difference is said in a sentence, and the audit goes on.</remarks>
/// <param name="database">The books.</param>
/// <param name="settings">The chain whose payments are checked.</param>
public sealed class LedgerAudit(IGatewayDatabase database, ChainSettings settings)
{
    private const int EntriesAtOnce = 1_000;

    private readonly TipMatcher _matcher = new(database.Ids, settings, withDecisions: true);
    private Dictionary<(Address Contract, Address Token), FollowedPair> _pairs = [];

    /// <summary>How many settled entries had the right hash so far.</summary>
    public long Entries { get; private set; }

    /// <summary>How many payments agreed with the chain so far.</summary>
    public long Payments { get; private set; }

    /// <summary>
    /// How many payments could not be compared with the chain so far: their contract or token is not configured any more, or its
    /// past is still being read.
    /// </summary>
    public long NotCompared { get; private set; }

    /// <summary>What is wrong in the books, whatever the chain says.</summary>
    public async IAsyncEnumerable<string> FindFaultsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        foreach (string damage in await books.Audit.FindDamageAsync(cancellationToken))
        {
            yield return damage;
        }

        foreach (Id<Platform> platform in await books.Audit.ListPlatformsAsync(cancellationToken))
        {
            foreach (string fault in await ReadFaultsAsync(
                "the accounts", async () => (await books.Ledger.ReadTrialBalanceAsync(platform, cancellationToken)).Faults))
            {
                yield return fault;
            }
        }

        foreach (string fault in await ReadFaultsAsync("posts and payment requests", () => books.Audit.FindFalseReferencesAsync(cancellationToken)))
        {
            yield return fault;
        }

        await foreach (string fault in FindFalseHashesAsync(books, cancellationToken))
        {
            yield return fault;
        }
    }

    /// <summary>What differs between the books and the chain, up to the newest block that was applied.</summary>
    /// <param name="source">The chain, perhaps through another node than the one that the gateway follows.</param>
    /// <param name="rangeSize">How many final blocks are read at once.</param>
    /// <param name="progress">Is told the newest block that was compared.</param>
    /// <param name="cancellationToken">Ends the comparing.</param>
    /// <exception cref="Ethereum.JsonRpc.EthereumRpcException">The node does not answer as it should; nothing is known then.</exception>
    public async IAsyncEnumerable<string> CompareWithChainAsync(
        IChainSource source, int rangeSize, IProgress<BlockNumber> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        FollowedChain? chain = await books.Chains.FindAsync(settings.ChainId, cancellationToken);
        IReadOnlyList<FollowedPair> pairs = await books.Pairs.ListAsync(settings.ChainId, cancellationToken);
        _pairs = pairs.ToDictionary(pair => (pair.Contract, pair.Token));
        if (chain?.Cursor.Finalized is BlockRef finalized)
        {
            for (ulong first = chain.Cursor.StartBlock.Value; first <= finalized.Number.Value; first += (ulong)rangeSize)
            {
                BlockNumber last = BlockNumber.Min(finalized.Number, new BlockNumber(first + (ulong)rangeSize - 1));
                FinalRange range = await source.ReadRangeAsync(new BlockNumber(first), last, cancellationToken);
                foreach (string difference in await CompareAsync(books, new BlockNumber(first), last, range.Blocks, cancellationToken))
                {
                    yield return difference;
                }

                if (last == finalized.Number && range.Last.Hash != finalized.Hash)
                {
                    yield return $"Block {last} has the hash {range.Last.Hash} on the chain, and {finalized.Hash} in the books, where it is final.";
                }

                progress.Report(last);
            }
        }

        foreach (BlockRef block in chain?.Cursor.Unfinalized ?? [])
        {
            // A block that left the chain is no fault of the books: the gateway has not looked again yet.
            if (await source.ReadHeaderAsync(block.Number, cancellationToken) is { } header && header.Hash == block.Hash)
            {
                ObservedBlock observed = await source.ReadBlockAsync(header, cancellationToken);
                foreach (string difference in await CompareAsync(books, block.Number, block.Number, [observed], cancellationToken))
                {
                    yield return difference;
                }
            }
        }
    }

    private async IAsyncEnumerable<string> FindFalseHashesAsync(
        IGatewayTransaction books, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<(Address Contract, Address Token), LedgerHead> heads = [];
        long after = 0;
        while (true)
        {
            (IReadOnlyList<SettledEntry> entries, string? unreadable) = await ReadAsync(
                $"the settlements after {after}",
                () => books.Audit.ListSettledAsync(settings.ChainId, after, EntriesAtOnce, cancellationToken));
            if (unreadable is not null)
            {
                yield return unreadable;
            }

            if (entries.Count == 0)
            {
                break;
            }

            foreach (SettledEntry settled in entries)
            {
                foreach (string fault in CheckEntry(settled, heads))
                {
                    yield return fault;
                }
            }

            after = entries[^1].Seq;
        }

        foreach (string fault in CompareHeads(await books.Audit.ReadHeadsAsync(settings.ChainId, cancellationToken), heads))
        {
            yield return fault;
        }
    }

    /// <summary>Reads rows that may hold anything; rows that are no facts at all are a fault, and not the end of the audit.</summary>
    private static async Task<(IReadOnlyList<T> Rows, string? Unreadable)> ReadAsync<T>(string what, Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return (await read(), null);
        }
        catch (Exception error) when (error is OverflowException or FormatException or ArgumentException or InvalidCastException or DataException or InvalidOperationException)
        {
            return ([], $"The rows of {what} cannot be read: {error.Message}");
        }
    }

    /// <summary>Goes one entry further. After a false hash the kept one is taken over, so that one altered row is one fault.</summary>
    private IEnumerable<string> CheckEntry(SettledEntry settled, Dictionary<(Address Contract, Address Token), LedgerHead> heads)
    {
        Address contract = settled.Entry.Payment.Tip.Router;
        Address token = settled.Entry.Payment.Tip.Amount.Token.Address;
        LedgerHead before = heads.GetValueOrDefault((contract, token))
            ?? new LedgerHead(settings.ChainId, contract, token, 0, LedgerHash.Start(settings.ChainId, contract, token));
        heads[(contract, token)] = before with { Entries = before.Entries + 1, Hash = settled.Hash };
        if (LedgerHash.Next(before.Hash, settled.Entry) != settled.Hash)
        {
            yield return $"Settlement {settled.Seq}, of payment {settled.Entry.Payment.Id}, has not the hash that its rows give: one of them was altered, or one before it is missing.";
        }
        else if (LedgerHash.Seal(settled.Hash, settled.RecordedAt, settled.SettledAt) != settled.Seal)
        {
            yield return $"Settlement {settled.Seq}, of payment {settled.Entry.Payment.Id}, was recorded or settled at another time than its rows say.";
        }
        else
        {
            Entries++;
        }
    }

    private static IEnumerable<string> CompareHeads(
        IReadOnlyList<LedgerHead> kept, Dictionary<(Address Contract, Address Token), LedgerHead> computed)
    {
        foreach (LedgerHead head in kept)
        {
            if (computed.Remove((head.Contract, head.Token), out LedgerHead? own) ? own != head : head.Entries != 0)
            {
                yield return $"The books of token {head.Token} through {head.Contract} end with entry {head.Entries} and hash {head.Hash}; "
                    + $"the rows end with entry {own?.Entries ?? 0} and hash {own?.Hash.ToString() ?? "none"}.";
            }
        }

        foreach (LedgerHead head in computed.Values)
        {
            yield return $"Token {head.Token} through {head.Contract} has {head.Entries} settled entries and no hash chain.";
        }
    }

    private static async Task<IReadOnlyList<string>> ReadFaultsAsync(string what, Func<Task<IReadOnlyList<string>>> read)
    {
        (IReadOnlyList<string> faults, string? unreadable) = await ReadAsync(what, read);
        return unreadable is null ? faults : [unreadable];
    }

    private Task<IReadOnlyList<string>> CompareAsync(
        IGatewayTransaction books, BlockNumber first, BlockNumber last, IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken) =>
        ReadFaultsAsync(
            $"the payments of blocks {first} to {last}", () => FindDifferencesAsync(books, first, last, blocks, cancellationToken));

    private async Task<IReadOnlyList<string>> FindDifferencesAsync(
        IGatewayTransaction books, BlockNumber first, BlockNumber last, IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken)
    {
        MatchedTips tips = await _matcher.MatchAsync(books.References, blocks, cancellationToken);
        Dictionary<Id<Payment>, Payment> expected = tips.Entries.ToDictionary(entry => entry.Payment.Id, entry => entry.Payment);
        List<string> differences = [];
        foreach (BookedPayment booked in await books.Audit.ListCountingAsync(settings.ChainId, first, last, cancellationToken))
        {
            Payment payment = booked.Payment;
            if (!expected.Remove(payment.Id, out Payment onChain))
            {
                if (!IsConfigured(payment) && (IsDirect(payment) || FindPair(payment) is FollowedPair))
                {
                    NotCompared++;
                    continue;
                }

                differences.Add($"Payment {payment.Id} is in the books, for {payment.Tip.Amount} in block {payment.Tip.Block}, and not on the chain.");
            }
            else if (onChain != payment)
            {
                differences.Add($"Payment {payment.Id} is booked as {payment.Tip} for {payment.Subject.Reference.SubjectId}; the chain says {onChain.Tip} for {onChain.Subject.Reference.SubjectId}.");
            }
            else
            {
                Payments++;
            }
        }

        Payment[] absent = [.. expected.Values.Where(payment => payment.Rung < MatchRung.Claim && !(FindPair(payment)?.MissingFrom <= payment.Tip.Block.Number))];
        NotCompared += expected.Count - absent.Length;
        differences.AddRange(absent.Select(
            missing => $"Payment {missing.Id} is on the chain, for {missing.Tip.Amount} in block {missing.Tip.Block}, and not in the books."));
        return differences;
    }

    private FollowedPair? FindPair(in Payment payment) => _pairs.GetValueOrDefault((IsDirect(payment) ? settings.Router : payment.Tip.Router, payment.Tip.Amount.Token.Address));

    /// <summary>Whether a payment did not go through the tipping contract.</summary>
    private static bool IsDirect(in Payment payment) => payment.Rung != MatchRung.Contract;

    private bool IsConfigured(in Payment payment) =>
        (IsDirect(payment) || payment.Tip.Router == settings.Router) && settings.FindToken(payment.Tip.Amount.Token.Address) is not null;
}
