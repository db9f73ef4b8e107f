using static ChainTips.PaymentRequests.PaymentFact;

namespace ChainTips.PaymentRequests;

/// <summary>What happened to a payment request, step by step: its facts in the order of the chain, run through <see cref="PaymentStateTable"/>.</summary>
/// <remarks>
/// A payment that left the chain stands where it stood: it is seen, and at once it leaves. The expiry stands before the first
/// payment of its time, the cancellation after the block that was the newest one then. How final a payment is, is known only as
/// of now, and told where enough is reached: what was needed are the payments up to there.
/// </remarks>
public sealed class PaymentRequestHistory
{
    private readonly PaymentRequest _request;
    private readonly RequestFacts _facts;
    private readonly FinalityByAmount _finality;
    private readonly List<PaymentStep> _steps = [];
    private PaymentRequestStatus _status;
    private PaymentRequestExceptions _exceptions;
    private Sums _sums = new(0, 0, 0, false, PaymentFinality.Final);
    private bool _isExpiryPassed;
    private bool _isCancelled;

    private PaymentRequestHistory(PaymentRequest request, RequestFacts facts, FinalityByAmount finality)
    {
        _request = request;
        _facts = facts;
        _finality = finality;
    }

    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<PaymentStep> Steps => _steps;

    /// <summary>Where they led.</summary>
    public PaymentRequestState State => new(_status, _exceptions, _sums.Received, _sums.Refunded);

    /// <summary>The history that these facts make.</summary>
    /// <param name="request">The request.</param>
    /// <param name="facts">What became of it.</param>
    /// <param name="finality">How final a payment must be to count as paid.</param>
    public static PaymentRequestHistory Of(PaymentRequest request, RequestFacts facts, FinalityByAmount finality)
    {
        PaymentRequestHistory history = new(request, facts, finality);
        foreach (RequestPayment payment in facts.Payments.OrderBy(payment => payment.Place).ThenBy(payment => payment.Finality))
        {
            history.LetTimePass(payment);
            if (payment.Kind == RequestPaymentKind.Refund)
            {
                history.TakeRefund(payment);
            }
            else
            {
                history.TakePayment(payment);
            }
        }

        history.LetTimePass(null);
        return history;
    }

    /// <summary>Takes what stands before a payment in the order of the chain, or before now: the expiry and the cancellation.</summary>
    /// <remarks>What left the chain does not say what time it is on the chain.</remarks>
    private void LetTimePass(RequestPayment? until)
    {
        DateTimeOffset? now = until is null ? _facts.ChainTime : until.IsLive ? until.BlockTime : null;
        bool expires = !_isExpiryPassed && now >= _request.ExpiresAt;
        bool isCancelled = !_isCancelled && _facts.Cancellation is Cancellation known
            && (until is null || known.AfterBlock is null || until.Place.Block > known.AfterBlock);
        if (isCancelled && _facts.Cancellation!.At < _request.ExpiresAt)
        {
            Cancel();
        }

        if (expires)
        {
            _isExpiryPassed = true;
            Take(ExpiryPassed);
        }

        if (isCancelled && !_isCancelled)
        {
            Cancel();
        }
    }

    private void Cancel()
    {
        _isCancelled = true;
        Take(RequestCancelled);
    }

    private void TakePayment(RequestPayment payment)
    {
        PaymentRequestExceptions exceptions = _exceptions;
        Sums sums = _sums;
        bool isAfterExpiry = payment.BlockTime >= _request.ExpiresAt && _isExpiryPassed;
        if (isAfterExpiry || _isCancelled)
        {
            Take(LateSeen);
        }

        if (payment.IsAskedToken)
        {
            Count(payment);
        }
        else
        {
            Take(WrongTokenSeen);
        }

        if (!payment.IsLive)
        {
            _sums = sums;
            _exceptions = exceptions;
            Take(payment.IsAskedToken && !sums.IsEnough ? NeededReverted : SurplusReverted);
            if (_status == PaymentRequestStatus.Open && _isExpiryPassed)
            {
                Take(ExpiryPassed);
            }
        }
    }

    private void Count(RequestPayment payment)
    {
        bool wasEnough = _sums.IsEnough;
        _sums = _sums.Add(payment, _request.Amount.Enough);
        bool isTooMuch = _sums.Held > _request.Amount.Most;
        Take((wasEnough, _sums.IsEnough) switch
        {
            (false, false) => PartSeen,
            (false, true) => EnoughSeen,
            _ => isTooMuch && _request.Amount is AskedAmount.Fixed ? DuplicateSeen : FurtherSeen,
        });
        if (isTooMuch)
        {
            Take(TooMuchSeen);
        }

        if (!wasEnough && _sums.IsEnough)
        {
            TakeFinality();
        }
    }

    /// <summary>Takes how final the payments are that were needed, all up to the one with which enough was seen.</summary>
    private void TakeFinality()
    {
        if (_sums.Weakest >= _finality.DemandedOf(_request.Token, _sums.Held))
        {
            Take(EnoughCounts);
        }

        if (_sums.Weakest == PaymentFinality.Final)
        {
            Take(EnoughFinal);
        }
    }

    private void TakeRefund(RequestPayment refund)
    {
        PaymentRequestExceptions exceptions = _exceptions;
        Sums sums = _sums;
        _sums = refund.IsAskedToken ? _sums.Subtract(refund.BaseUnits) : _sums;
        bool isSurplusGone = sums.Held > _request.Amount.Most && _sums.Held <= _request.Amount.Most;
        Take(refund.IsAskedToken && _sums.Held == 0 ? EverythingRefunded : isSurplusGone ? SurplusRefunded : RefundSeen);
        if (!refund.IsLive)
        {
            _sums = sums;
            _exceptions = exceptions;
            Take(RefundReverted);
        }
    }

    private void Take(PaymentFact fact)
    {
        PaymentTransition.Leads to = PaymentStateTable.Demand(_status, fact);
        PaymentRequestStatus from = _status;
        _status = to.Status;
        _exceptions = (_exceptions & ~to.Clears) | to.Raises;
        _steps.Add(new PaymentStep(from, fact, _status, _exceptions));
    }

    /// <summary>The sums of what stands on the chain so far, in the token that is asked for.</summary>
    /// <param name="Received">What was paid.</param>
    /// <param name="Refunded">What was given back.</param>
    /// <param name="Held">What is left; never below 0, for a payment may leave the chain after it was given back.</param>
    /// <param name="IsEnough">Whether enough was seen.</param>
    /// <param name="Weakest">How final the least final of the payments is.</param>
    private sealed record Sums(UInt128 Received, UInt128 Refunded, UInt128 Held, bool IsEnough, PaymentFinality Weakest)
    {
        public Sums Add(RequestPayment payment, UInt128 enough)
        {
            UInt128 held = Add(Held, payment.BaseUnits);
            PaymentFinality finality = payment.IsLive ? payment.Finality : PaymentFinality.Seen;
            return new Sums(
                Add(Received, payment.BaseUnits), Refunded, held, IsEnough || held >= enough, finality < Weakest ? finality : Weakest);
        }

        public Sums Subtract(UInt128 refund) => this with
        {
            Refunded = Add(Refunded, refund),
            Held = Held > refund ? Held - refund : 0,
        };

        /// <summary>The sum, or the most that 128 bits hold: no token has that much, and a page must not fail over one that says so.</summary>
        private static UInt128 Add(UInt128 left, UInt128 right) => left > UInt128.MaxValue - right ? UInt128.MaxValue : left + right;
    }
}
