using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>The rows of refused tips, as long as there is room for them.</summary>
internal sealed class SqlRefusals(SqlSession session)
{
    /// <summary>Keeps refused tips of one stretch of blocks.</summary>
    /// <returns>Those that have no room.</returns>
    public async Task<IReadOnlyList<RefusedTip>> AddAsync(
        IReadOnlyList<RefusedTip> tips, BlockNumber first, Id<Platform> platformId, InboxLimits limits, CancellationToken cancellationToken)
    {
        Dictionary<Address, long> taken = await CountAsync(tips[0].Location.ChainId, first, platformId, limits, cancellationToken);
        long all = taken.Values.Sum();
        List<RefusedTip> withoutRoom = [];
        foreach (RefusedTip tip in tips)
        {
            TipSent stated = tip.Stated
                ?? throw new ArgumentException($"The tip at {tip.Location} states nothing, so it concerns no platform.", nameof(tips));
            Address source = tip.Reason == RefusalReason.ForeignContract ? tip.Emitter : stated.Payer;
            if (all >= limits.Most || taken.GetValueOrDefault(source) >= limits.MostOfOne)
            {
                withoutRoom.Add(tip);
            }
            else if (await InsertAsync(tip, stated, platformId, cancellationToken) > 0)
            {
                taken[source] = taken.GetValueOrDefault(source) + 1;
                all++;
            }
        }

        return withoutRoom;
    }

    /// <summary>How many rows there are of each payer, or of each contract that is not ours, whose payers anybody can make up.</summary>
    private async Task<Dictionary<Address, long>> CountAsync(
        ulong chainId, BlockNumber first, Id<Platform> platformId, InboxLimits limits, CancellationToken cancellationToken)
    {
        const string Source = "CASE WHEN reason = @foreign THEN emitter ELSE payer END";
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            $"""
            SELECT {Source} AS source, count(*) AS tips FROM refused_tips
            WHERE chain_id = @chain AND block_number BETWEEN @first AND @last AND platform = (SELECT seq FROM platforms WHERE id = @platformId)
            GROUP BY {Source}
            """,
            new
            {
                foreign = nameof(RefusalReason.ForeignContract),
                chain = checked((long)chainId),
                first = checked((long)first.Value),
                last = checked((long)(first.Value + limits.Blocks - 1)),
                platformId = Blob.Of(platformId),
            },
            cancellationToken);
        return rows.ToDictionary(row => Address.FromBytes(row.Source), row => row.Tips);
    }

    private Task<int> InsertAsync(RefusedTip tip, TipSent stated, Id<Platform> platformId, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            INSERT INTO refused_tips (platform, chain_id, transaction_hash, position, transfer_position, block_number, block_hash, block_parent, emitter,
                payment_reference, payer, payee, token, amount, fee, reason, explanation)
            VALUES ((SELECT seq FROM platforms WHERE id = @platformId), @chain, @transaction, @Position, @transfer, @number, @hash, @parent, @emitter,
                @reference, @payer, @payee, @token, @amount, @fee, @reason, @Explanation)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                platformId = Blob.Of(platformId),
                chain = checked((long)tip.Location.ChainId),
                transaction = tip.Location.TransactionHash.ToArray(),
                tip.Location.Position,
                transfer = tip.TransferPosition ?? tip.Location.Position,
                number = checked((long)tip.Block.Number.Value),
                hash = tip.Block.Hash.ToArray(),
                parent = tip.Block.ParentHash.ToArray(),
                emitter = tip.Emitter.ToArray(),
                reference = stated.PaymentReference.ToArray(),
                payer = stated.Payer.ToArray(),
                payee = stated.Payee.ToArray(),
                token = stated.Token.ToArray(),
                amount = Blob.Of(stated.Amount),
                fee = Blob.Of(stated.Fee),
                reason = tip.Reason.ToString(),
                tip.Explanation,
            },
            cancellationToken);

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class Row
    {
        public required byte[] Source { get; init; }

        public required long Tips { get; init; }
    }
}
