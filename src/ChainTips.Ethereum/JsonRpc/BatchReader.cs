using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Opens the answers to a batch token by token, in any order; every call must be answered exactly once.</summary>
internal sealed class BatchReader(string method, int count, AnswerReader answer) : ITokenReader
{
    private readonly bool[] _isAnswered = new bool[count];
    private bool _hasBegun;
    private bool _isList;
    private bool _isInAnswer;
    private int _answered;

    /// <inheritdoc/>
    public void Take(ref Utf8JsonReader reader)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _isList = reader.TokenType == JsonTokenType.StartArray;
            if (_isList)
            {
                return;
            }
        }

        if (_isList && !_isInAnswer && reader.TokenType == JsonTokenType.EndArray)
        {
            return;
        }

        answer.Take(ref reader);
        _isInAnswer = !answer.IsAtEnd;
        if (_isList && !_isInAnswer)
        {
            Complete();
        }
    }

    /// <summary>Checks the answers as a whole, once the last byte was read.</summary>
    public void CompleteAll()
    {
        if (!_isList)
        {
            // One object instead of a list is the error of a batch that the node did not read (JSON-RPC 2.0, section 6).
            answer.DemandNoError();
            throw MalformedResponseException.OfAnswer(method, "is not an array although a batch was asked");
        }

        if (_answered < count)
        {
            throw MalformedResponseException.OfAnswer(method, "is missing from the answers to the batch");
        }
    }

    private void Complete()
    {
        int index = answer.Complete();
        if (_isAnswered[index])
        {
            throw MalformedResponseException.OfAnswer(method, "has the same id twice in one batch");
        }

        _isAnswered[index] = true;
        _answered++;
    }
}
