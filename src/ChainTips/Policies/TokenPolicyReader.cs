using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>Reads the rules of one token.</summary>
/// <param name="node">The object in the file.</param>
/// <param name="configured">The tokens that the gateway credits.</param>
/// <param name="chains">The chains that the file allows.</param>
internal sealed class TokenPolicyReader(PolicyNode node, IReadOnlyList<Token> configured, IReadOnlySet<ulong> chains)
{
    private const int WholeInBasisPoints = 10_000;
    private const long MostGas = 1_000_000_000;

    /// <summary>A million gwei: a price that no chain has had.</summary>
    private static readonly UInt128 DearestGas = 1_000_000_000_000_000;

    private static readonly Dictionary<string, PaymentWay> Ways = new()
    {
        ["contract"] = PaymentWay.Contract,
        ["authorization"] = PaymentWay.Authorization,
        ["depositAddress"] = PaymentWay.DepositAddress,
        ["calldata"] = PaymentWay.Calldata,
        ["permit"] = PaymentWay.Permit,
        ["permit2"] = PaymentWay.Permit2,
    };

    private IReadOnlyDictionary<string, PolicyNode> _members = new Dictionary<string, PolicyNode>();

    /// <summary>The rules; null when nobody knows for which token.</summary>
    public TokenPolicy? Read()
    {
        _members = node.Members("chainId", "address", "minimum", "maximum", "amountPerDay", "fee", "finality", "gas");
        Token? known = ReadToken();

        // Of a token that is not known the rest is read too, to say all that is wrong with it; any decimals will do.
        Token token = known ?? new Token(0, Address.Zero, "the token", Token.MaxDecimals);
        UInt128? minimum = Find("minimum")?.Amount(token);
        UInt128? maximum = Find("maximum")?.Amount(token);
        if (minimum > maximum)
        {
            Find("minimum")!.Fault($"{Say(minimum, token)} is more than the maximum, {Say(maximum, token)}; write one that is not.");
        }

        PerParty<UInt128> perDay = PolicyFile.ReadParties(Find("amountPerDay"), member => ReadPerDay(member, token, minimum));
        TokenPolicy rules = new(token)
        {
            Minimum = minimum,
            Maximum = maximum,
            AmountPerDay = perDay,
            Fee = Find("fee") is PolicyNode fee ? ReadFee(fee, token) : null,
            Finality = Find("finality") is PolicyNode finality ? ReadFinality(finality, token) : default,
            Gas = Find("gas") is PolicyNode gas ? ReadGas(gas, token, maximum) : null,
        };
        return known is null ? null : rules;
    }

    private Token? ReadToken()
    {
        long? chainId = Demand(node, _members, "chainId", "the chain's id")?.Whole(1, long.MaxValue);
        Address? address = Demand(node, _members, "address", "the token's address")?.Address();
        if (chainId is not long chain || address is not Address contract)
        {
            return null;
        }

        Token? token = configured.FirstOrDefault(own => own.ChainId == (ulong)chain && own.Address == contract);
        if (token is null)
        {
            Find("address")!.Fault(
                $"{contract} on chain {chain} is not configured; write one of {string.Join(", ", configured.Select(own => $"{own.Symbol} at {own.Address} on chain {own.ChainId}"))}, or configure it first.");
        }
        else if (!chains.Contains(token.ChainId))
        {
            Find("chainId")!.Fault($"chain {chain} does not stand in chains; write it there too, or take the token out.");
        }

        return token;
    }

    private static UInt128? ReadPerDay(PolicyNode member, Token token, UInt128? minimum)
    {
        UInt128? limit = member.Amount(token);
        if (limit < minimum)
        {
            member.Fault($"{Say(limit, token)} is less than the minimum of one payment, {Say(minimum, token)}, so that none could be made; write a larger one.");
        }

        return limit;
    }

    private static FeeSchedule ReadFee(PolicyNode fee, Token token)
    {
        IReadOnlyDictionary<string, PolicyNode> members = fee.Members("free", "steps", "cap");
        UInt128 free = members.GetValueOrDefault("free")?.Amount(token, mayBeZero: true) ?? 0;
        UInt128? cap = members.GetValueOrDefault("cap")?.Amount(token);
        IReadOnlyList<PolicyNode> items = Demand(fee, members, "steps", "a list of steps, such as [{ \"basisPoints\": 100 }]")?.Items("step") ?? [];
        List<FeeStep> steps = [];
        UInt128 before = free;
        foreach ((int i, PolicyNode item) in items.Index())
        {
            FeeStep step = ReadStep(item, token, before, i == items.Count - 1);
            before = step.UpTo ?? before;
            steps.Add(step);
        }

        return new FeeSchedule(free, steps, cap);
    }

    private static FeeStep ReadStep(PolicyNode item, Token token, UInt128 before, bool isLast)
    {
        IReadOnlyDictionary<string, PolicyNode> members = item.Members("upTo", "basisPoints");
        long share = Demand(item, members, "basisPoints", "the share in hundredths of a percent, 100 for 1 %")?.Whole(0, WholeInBasisPoints) ?? 0;
        UInt128? upTo = null;
        if (members.GetValueOrDefault("upTo") is PolicyNode end)
        {
            upTo = end.Amount(token);
            if (isLast)
            {
                end.Fault("the last step has no end; take upTo out, or write a step after it.");
            }
            else if (upTo <= before)
            {
                end.Fault($"{Say(upTo, token)} is not above {Say(before, token)}, where the step begins; write the steps ascending.");
            }
        }
        else if (!isLast)
        {
            item.Fault("the key upTo is missing; only the last step goes without it.");
        }

        return new FeeStep(upTo, (int)share);
    }

    private static FinalityLimits ReadFinality(PolicyNode finality, Token token)
    {
        IReadOnlyDictionary<string, PolicyNode> members = finality.Members("seen", "safe");
        UInt128? seen = members.GetValueOrDefault("seen")?.Amount(token);
        UInt128? safe = members.GetValueOrDefault("safe")?.Amount(token);
        if (safe <= seen)
        {
            members["safe"].Fault($"{Say(safe, token)} is not above seen, {Say(seen, token)}; write the thresholds ascending.");
        }

        return new FinalityLimits(seen, safe);
    }

    private static GasFloor ReadGas(PolicyNode gas, Token token, UInt128? maximum)
    {
        IReadOnlyDictionary<string, PolicyNode> members = gas.Members("share", "gasPrice", "coinPrice", "units", "action");
        long share = Demand(gas, members, "share", "the most that gas may cost, in hundredths of a percent of the payment")?.Whole(1, WholeInBasisPoints) ?? 1;
        UInt128 gasPrice = Demand(gas, members, "gasPrice", "the price of a unit of gas in wei")?.Wei(DearestGas) ?? 0;
        UInt128 coinPrice = Demand(gas, members, "coinPrice", "what one native coin is worth, in whole tokens")?.Amount(token) ?? 0;
        string action = Demand(gas, members, "action", "\"refuse\" or \"advise\"")?.OneOf("refuse", "advise") ?? "";
        Dictionary<PaymentWay, long> units = [];
        if (Demand(gas, members, "units", "how many units of gas each way to pay takes") is PolicyNode list)
        {
            foreach ((string way, PolicyNode member) in list.Members([.. Ways.Keys]))
            {
                units[Ways[way]] = member.Whole(1, MostGas) ?? 1;
            }

            if (units.Count == 0)
            {
                list.Fault($"no way to pay stands there; write the units of at least one of {string.Join(", ", Ways.Keys)}.");
            }
        }

        GasFloor floor = new((int)share, gasPrice, coinPrice, units, action == "refuse");
        if (floor.IsRefused && floor.CostOf(null) is UInt128 cost && floor.SmallestFor(cost) > maximum)
        {
            gas.Fault($"even the cheapest way takes a payment of {Say(floor.SmallestFor(cost), token)}, more than the maximum, {Say(maximum, token)}; raise the maximum or the share.");
        }

        return floor;
    }

    private static PolicyNode? Demand(PolicyNode parent, IReadOnlyDictionary<string, PolicyNode> members, string key, string meaning)
    {
        if (!members.TryGetValue(key, out PolicyNode? member))
        {
            parent.Fault($"the key {key} is missing; write {meaning}.");
        }

        return member;
    }

    private static string Say(UInt128? baseUnits, Token token) => new TokenAmount(baseUnits!.Value, token).ToShortWholeTokens();

    private PolicyNode? Find(string key) => _members.GetValueOrDefault(key);
}
