using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Puts relays that wait into new transactions: looked at once more, given a nonce, signed and kept in one database transaction, and then sent.</summary>
internal sealed class RelayDispatcher(RelayDesk desk, ForeignPayments foreign, RelayBroadcaster broadcaster)
{
    /// <summary>How many relays are looked at side by side.</summary>
    private const int LooksAtOnce = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Sends what there is room and money for.</summary>
    /// <returns>How many new transactions were made.</returns>
    public async Task<int> DispatchAsync(
        RelayMoment moment, IReadOnlyList<RelayTransaction> open, UInt256 coin, List<string> faults, CancellationToken cancellationToken)
    {
        int room = desk.Settings.MostUnderWay - open.Count(transaction => transaction.Status == RelayTransactionStatus.Open);
        IReadOnlyList<Relay> due = await ReadDueAsync(moment, Math.Max(1, room) * desk.Settings.MostTogether, cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        Look[] looks = await LookAsync(moment, due, cancellationToken);
        List<Relay> changed = [.. looks.Where(look => look.Changed is not null && look.Changed != look.Relay).Select(look => look.Changed!)];
        List<Load> loads = room > 0 && !broadcaster.IsBusy(moment)
            ? await moment.TryAsync(() => PackAsync([.. looks.Where(look => look.Changed is null)], room, cancellationToken), [])
            : [];
        if (loads.Count > 0 && desk.Settings.Fees.Choose(moment.Market) is null)
        {
            faults.Add($"Gas on chain {desk.Chain.ChainId} costs {moment.Market.NextBaseFee} wei a unit, and Relayer:MaxFeePerGas allows {desk.Settings.Fees.Cap}. Relays wait until it is cheaper; raise the cap to pay it.");
            loads = [];
        }

        loads = await moment.TryAsync(() => CutToMoneyAsync(moment, open, loads, coin, faults, cancellationToken), []);
        IReadOnlyList<RelayTransaction> made = await WriteAsync(moment, loads, changed, cancellationToken);
        await broadcaster.SendAsync(moment, made, faults, cancellationToken);
        return made.Count;
    }

    private async Task<IReadOnlyList<Relay>> ReadDueAsync(RelayMoment moment, int limit, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction reading = await desk.Database.BeginReadAsync(cancellationToken);
        return await reading.Relays.ListDueAsync(desk.Chain.ChainId, RelayStatus.Accepted, moment.Now, limit, cancellationToken);
    }

    private async Task<Look[]> LookAsync(RelayMoment moment, IReadOnlyList<Relay> due, CancellationToken cancellationToken)
    {
        Look[] looks = new Look[due.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0, due.Count, options, async (i, token) => looks[i] = await moment.TryAsync(() => LookAsync(moment, due[i], token), new Look(due[i], due[i], 0)));
        return looks;
    }

    private async Task<Look> LookAsync(RelayMoment moment, Relay relay, CancellationToken cancellationToken)
    {
        SignedAuthorization authorization = relay.Authorization;
        bool isClosed = authorization.ValidBefore <= moment.HeadTime;
        bool isLate = authorization.ValidBefore - desk.Settings.SendMargin <= Later(moment.Now, moment.HeadTime);
        CallOutcome outcome = isLate || relay.UsedAt is not null
            ? new CallOutcome.Fails("there is too little time left to bring it to the chain")
            : await desk.Sender.SimulateAsync(desk.Payer, RelayCall.Of(authorization), desk.Settings.MostGasFor(authorization), cancellationToken);
        if (outcome is CallOutcome.Succeeds fine)
        {
            return new Look(relay, null, fine.Gas);
        }

        PayerStanding standing = await desk.Sender.ReadStandingAsync(authorization.Terms.Token, authorization.Payer, authorization.Nonce, cancellationToken);
        Relay judged = standing.IsUsed
            ? await foreign.JudgeUsedAsync(relay, moment, cancellationToken)
            : isClosed
                ? relay.After(RelayFact.WindowClosed, moment.Now) with { Reason = $"The authorization was good until {authorization.ValidBefore:O}, and was not used by then." }
                : relay with { UsedAt = null, Reason = ReasonOf((CallOutcome.Fails)outcome, standing, authorization), NextLookAt = NextLook(relay, moment) };
        return new Look(relay, judged, 0);
    }

    private static string ReasonOf(CallOutcome.Fails failure, PayerStanding standing, SignedAuthorization authorization) =>
        standing.Balance < authorization.Total
            ? $"The payer holds {standing.Balance} base units, and the payment needs {authorization.Total}. It is tried again until {authorization.ValidBefore:O}."
            : $"The payment cannot be brought to the chain now: {failure.Reason} It is tried again until {authorization.ValidBefore:O}.";

    /// <summary>The longer it waits already, the longer it waits until the next look, so that bad ones cost little.</summary>
    private DateTimeOffset NextLook(Relay relay, RelayMoment moment)
    {
        TimeSpan wait = (moment.Now - relay.AcceptedAt) / 4;
        return moment.Now + (wait < desk.Settings.LookAgainAfter ? desk.Settings.LookAgainAfter : wait > LongestWait ? LongestWait : wait);
    }

    /// <summary>Makes loads of one transaction each: several authorizations that fail alone where that is set up, or one.</summary>
    private async Task<List<Load>> PackAsync(IReadOnlyList<Look> ready, int room, CancellationToken cancellationToken)
    {
        List<Load> loads = [];
        foreach (IGrouping<Address?, Look> group in ready.GroupBy(look => desk.Settings.MostTogether > 1 && !look.Relay.Authorization.IsThroughRouter ? look.Relay.Authorization.Terms.Token : (Address?)null))
        {
            foreach (Look[] together in group.Chunk(group.Key is null ? 1 : desk.Settings.MostTogether))
            {
                loads.AddRange(together.Length == 1 ? [Single(together[0])] : await SeveralAsync(together, cancellationToken));
            }
        }

        return [.. loads.Take(room)];
    }

    private async Task<IEnumerable<Load>> SeveralAsync(Look[] together, CancellationToken cancellationToken)
    {
        RelayCall call = RelayCall.OfSeveral([.. together.Select(look => look.Relay.Authorization)]);
        ulong most = desk.Settings.MostGasForSeveral(together.Length);
        return await desk.Sender.SimulateAsync(desk.Payer, call, most, cancellationToken) is CallOutcome.Succeeds fine
            ? [new Load([.. together.Select(look => look.Relay)], call, Math.Min(most, WithReserve(fine.Gas)))]
            : together.Select(Single);
    }

    private Load Single(Look look) => new(
        [look.Relay], RelayCall.Of(look.Relay.Authorization), Math.Max(look.Gas, Math.Min(desk.Settings.MostGasFor(look.Relay.Authorization), WithReserve(look.Gas))));

    /// <summary>A quarter more: what the state is when it is mined is not what it was when it was simulated.</summary>
    private static ulong WithReserve(ulong gas) => checked(gas + (gas / 4));

    private async Task<List<Load>> CutToMoneyAsync(
        RelayMoment moment, IReadOnlyList<RelayTransaction> open, List<Load> loads, UInt256 coin, List<string> faults, CancellationToken cancellationToken)
    {
        if (loads.Count == 0)
        {
            return loads;
        }

        GasPrice price = desk.Settings.Fees.Choose(moment.Market)!.Value;
        BigInteger left = Big(coin);
        foreach (RelayTransaction transaction in open.Where(transaction => transaction.Status == RelayTransactionStatus.Open))
        {
            Ethereum.Transactions.Transaction signed = Ethereum.Transactions.SignedTransaction.Decode(transaction.Last.Raw.Span).Transaction;
            left -= Big(signed.GasLimit) * (BigInteger)transaction.Last.Price.MaxFee;
        }

        List<Load> paid = [];
        foreach (Load load in loads)
        {
            UInt256 dataFee = await desk.Sender.ReadDataFeeAsync(load.Call.Data.Length + 200, cancellationToken);
            left -= (load.GasLimit * (BigInteger)price.MaxFee) + Big(dataFee);
            if (left < 0)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"The relayer's key {desk.Payer} holds {coin} wei on chain {desk.Chain.ChainId}, too little for what waits: send native coin to it. Nothing is lost; relays wait until they expire."));
                break;
            }

            paid.Add(load);
        }

        return paid;
    }

    private async Task<IReadOnlyList<RelayTransaction>> WriteAsync(
        RelayMoment moment, List<Load> loads, List<Relay> changed, CancellationToken cancellationToken)
    {
        if (loads.Count + changed.Count == 0)
        {
            return [];
        }

        List<RelayTransaction> made = [];
        await using IGatewayTransaction writing = await desk.Database.BeginAsync(cancellationToken);
        await writing.Leases.DemandAsync(moment.Lease, cancellationToken);
        ulong? last = await writing.Relays.FindLastNonceAsync(desk.Chain.ChainId, desk.Payer, cancellationToken);
        ulong nonce = Math.Max(moment.Nonce, last is ulong known ? known + 1 : 0);
        foreach (Load load in loads)
        {
            RelayAttempt attempt = desk.Sign(nonce++, load.Call, load.GasLimit, desk.Settings.Fees.Choose(moment.Market)!.Value);
            RelayTransaction transaction = new(
                desk.Chain.ChainId, desk.Payer, nonce - 1, RelayTransactionStatus.Open, [attempt], [.. load.Relays.Select(relay => relay.Id)]);
            await writing.Relays.AddTransactionAsync(transaction, cancellationToken);
            foreach (Relay relay in load.Relays)
            {
                await writing.Relays.UpdateAsync(relay.After(RelayFact.Allotted, moment.Now) with { TransactionHash = attempt.Hash }, cancellationToken);
            }

            made.Add(transaction);
        }

        foreach (Relay relay in changed)
        {
            await writing.Relays.UpdateAsync(relay, cancellationToken);
        }

        await writing.CommitAsync(cancellationToken);
        return made;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static BigInteger Big(UInt256 number) => BigInteger.Parse(number.ToString(), CultureInfo.InvariantCulture);

    /// <summary>A relay as it was found: ready with the gas that it needs, or changed.</summary>
    private sealed record Look(Relay Relay, Relay? Changed, ulong Gas);

    private sealed record Load(IReadOnlyList<Relay> Relays, RelayCall Call, ulong GasLimit);
}
