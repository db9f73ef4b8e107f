using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

/// <summary>
/// People who pay one another in every way there is, with two notebooks: what each address really holds, as the token would say, and what
/// each account of the books should hold. It shares no code with the product but the calldata and the hash of terms.
/// </summary>
internal sealed class PaymentWorld
{
    private readonly SeededRandom _random;
    private readonly Dictionary<(Address Holder, Token Token), UInt128> _balances = [];
    private readonly List<ChainLog> _logs = [];
    private readonly List<WalletCall> _calls = [];
    private readonly List<(int Position, PaymentRequest Request)> _decided = [];
    private int _transactions;

    public PaymentWorld(SeededRandom random)
    {
        _random = random;
        Requests = [.. Enumerable.Range(0, 4).Select(i => Book.Keep(Given.Request(
            Given.Creator(Given.PlatformId, $"creator {i / 2}", Sample.AddressOf($"creator {i / 2}")),
            new AskedAmount.Open(1, 1_000_000),
            $"request {i}").WithDepositAddress()))];
    }

    public FakeReferences Book { get; } = new();

    public PaymentRequest[] Requests { get; }

    /// <summary>What each account should hold.</summary>
    public Dictionary<(AccountKind Kind, Address Holder, Token Token), UInt128> Expected { get; } = [];

    /// <summary>How many payments should be booked.</summary>
    public int Payments { get; private set; }

    /// <summary>What an address holds.</summary>
    public UInt128 BalanceOf(Address holder, Token token) => _balances.GetValueOrDefault((holder, token));

    /// <summary>One transaction of a smart wallet, which does a few things one after another.</summary>
    public FakeTransaction Transact()
    {
        _logs.Clear();
        _calls.Clear();
        _decided.Clear();
        Address wallet = Sample.AddressOf($"wallet {_random.Below(3)}");
        for (int i = _random.Between(1, 6); i > 0; i--)
        {
            // Amounts differ, so that two equal transfers are only those that are meant to be.
            Act(wallet, _random.OneOf(Requests), (UInt128)((1_000 * i) + _random.Below(1_000)));
        }

        FakeTransaction transaction = FakeTransaction.Of($"transaction {_transactions++}", [.. _logs]) with
        {
            Call = new TransactionCall(Sample.Stranger, wallet, ACall.Batches["executeBatch((address,uint256,bytes)[])"]([.. _calls])),
        };
        foreach ((int position, PaymentRequest request) in _decided)
        {
            Book.Decide(
                new LogPosition(Sample.ChainId, transaction.Hash, position), _random.Percent(50) ? MatchRung.Claim : MatchRung.Operator, request);
        }

        return transaction;
    }

    private void Act(Address wallet, PaymentRequest request, UInt128 amount)
    {
        Address forwarder = request.DepositAddress!.Value;
        switch (_random.Below(12))
        {
            case 0:
                Move(wallet, request.Payee, amount, Sample.Usdc);
                _logs.Add(ATip.For(request).Of(amount).From(wallet).TipLog());
                Expect(AccountKind.Payee, request.Payee, amount, Sample.Usdc);
                break;
            case 1:
                _logs.Add(ALog.AuthorizationUsed(Sample.Usdc.Address, Sample.Payer, Book.Issue(
                    request, Given.Terms(request, amount) with { Salt = Sample.HashOf($"{_transactions} {_logs.Count}") })));
                Move(Sample.Payer, request.Payee, amount, Sample.Usdc);
                Expect(AccountKind.Payee, request.Payee, amount, Sample.Usdc);
                break;
            case 2:
                Token token = _random.OneOf([Sample.Usdc, Sample.Dai]);
                Move(Sample.AddressOf("exchange"), forwarder, amount, token);
                Payments++;
                break;
            case 3:
                // Through the contract, with any reference: the address decides.
                Move(wallet, forwarder, amount, Sample.Usdc);
                _logs.Add(ATip.For(_random.OneOf(Requests)).Of(amount).To(forwarder).From(wallet).TipLog());
                Payments++;
                break;
            case 4:
            case 5:
                Sweep(request, forwarder);
                break;
            case 6:
                Call(wallet, request, amount, 1, AccountKind.Payee);
                break;
            case 7:
                Call(wallet, request, amount, 2, AccountKind.Suspense);
                break;
            case 8:
                _decided.Add((_logs.Count, request));
                Move(wallet, request.Payee, amount, Sample.Dai);
                Expect(AccountKind.Payee, request.Payee, amount, Sample.Dai);
                break;
            case 9:
                Refund(wallet, request);
                break;
            case 10:
                Route(wallet, request, amount);
                break;
            default:
                Mind(wallet, request, amount);
                break;
        }
    }

    /// <summary>What is nobody's business here: tips to oneself, private transfers, and logs of others.</summary>
    private void Mind(Address wallet, PaymentRequest request, UInt128 amount)
    {
        Move(request.Payee, request.Payee, amount, Sample.Usdc);
        _logs.Add(ATip.For(request).Of(amount).To(request.Payee).From(request.Payee).TipLog());
        Move(wallet, request.Payee, amount, Sample.Dai);
        Move(request.Payee, Sample.Stranger, amount / 2, Sample.Dai);
        _logs.Add(ALog.Transfer(Sample.Stranger, wallet, request.DepositAddress!.Value, amount));
        _logs.Add((ATip.For(request).Of(amount) with { Emitter = Sample.Stranger }).TipLog());
    }

    /// <summary>Pays out of a forwarder all or a part of what it holds, as to a payee who blocks a part.</summary>
    private void Sweep(PaymentRequest request, Address forwarder)
    {
        foreach (Token token in new[] { Sample.Usdc, Sample.Dai })
        {
            UInt128 amount = BalanceOf(forwarder, token);
            amount -= _random.Percent(30) ? amount / 3 : 0;
            if (amount > 0)
            {
                Move(forwarder, request.Payee, amount, token);
                Expect(AccountKind.Payee, request.Payee, amount, token);
            }
        }
    }

    /// <summary>Pays through the contract, which takes the money first, with a fee that was asked for or not, and with somebody who cannot be paid.</summary>
    private void Route(Address wallet, PaymentRequest request, UInt128 amount)
    {
        bool isAsked = _random.Percent(50);
        UInt128 fee = amount / 50;
        Address receiver = Sample.AddressOf(isAsked ? "the platform" : "anybody");
        Book.Issue(request, Given.Terms(request, amount) with
        {
            Fee = fee,
            FeeReceiver = Sample.AddressOf("the platform"),
            Salt = Sample.HashOf($"{_transactions} {_logs.Count}"),
        });
        ATip tip = ATip.For(request).Of(amount).From(wallet);
        int first = _logs.Count;
        _logs.AddRange((ARoutedCall.Of(tip with { Fee = fee }) with { Failed = [tip], Receiver = receiver }).Logs());
        foreach (TokenTransfer moved in _logs.Skip(first).Select(TokenTransfer.Decode).OfType<TokenTransfer>())
        {
            Hold(moved.From, moved.To, moved.Amount.TryToUInt128(out UInt128 baseUnits) ? baseUnits : 0, Sample.Usdc);
        }

        Expect(AccountKind.Payee, request.Payee, amount, Sample.Usdc);
        if (isAsked && fee > 0)
        {
            Expect(AccountKind.Fees, receiver, fee, Sample.Usdc);
            Payments--;
        }
    }

    /// <summary>Pays a part of what a payee was credited back, through the contract.</summary>
    private void Refund(Address wallet, PaymentRequest request)
    {
        UInt128 credited = Expected.GetValueOrDefault((AccountKind.Payee, request.Payee, Sample.Usdc));
        UInt128 amount = credited / 3;
        if (amount > 0)
        {
            PaymentRequest refund = Book.Keep(Given.Request(
                Given.Creator(Given.PlatformId, "refunds", wallet), new AskedAmount.Fixed(amount), $"refund {_transactions} {_logs.Count}") with
            {
                Kind = PaymentRequestKind.Refund,
                Refund = new RefundTerms(1, request.Payee),
            });
            Move(request.Payee, wallet, amount, Sample.Usdc);
            _logs.Add(ATip.For(refund).Of(amount).From(request.Payee).TipLog());
            Expected[(AccountKind.Payee, request.Payee, Sample.Usdc)] = credited - amount;
            Payments++;
        }
    }

    private void Call(Address wallet, PaymentRequest request, UInt128 amount, int times, AccountKind kind)
    {
        for (int i = 0; i < times; i++)
        {
            Move(wallet, request.Payee, amount, Sample.Usdc);
            _calls.Add(new WalletCall(Sample.Usdc.Address, ACall.Transfer(request.Payee, amount, request.Reference.Value)));
            Expect(kind, request.Payee, amount, Sample.Usdc);
        }
    }

    private void Move(Address from, Address to, UInt128 amount, Token token)
    {
        _logs.Add(ALog.Transfer(token.Address, from, to, amount));
        Hold(from, to, amount, token);
    }

    private void Hold(Address from, Address to, UInt128 amount, Token token)
    {
        if (from == to)
        {
            return;
        }

        _balances[(to, token)] = BalanceOf(to, token) + amount;
        if (_balances.TryGetValue((from, token), out UInt128 held))
        {
            // Those who only pay are as rich as they need to be.
            _balances[(from, token)] = held >= amount ? held - amount : 0;
        }
    }

    private void Expect(AccountKind kind, Address holder, UInt128 amount, Token token)
    {
        Expected[(kind, holder, token)] = Expected.GetValueOrDefault((kind, holder, token)) + amount;
        Payments++;
    }
}
