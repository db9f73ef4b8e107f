using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ChainTips.Server.Tools;

/// <summary>Runs a tool over lines of JSON: one line in, one line out, in order; a bad line gives an error line, and the run goes on.</summary>
/// <param name="tool">The tool.</param>
internal sealed class ToolRunner(Tool tool)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Reads to the end. What was answered is written out whenever the input pauses, so that a caller may wait for each answer.</summary>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        PipeReader lines = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        await using BufferedStream buffered = new(output, 64 * 1024);
        long searched = 0;
        while (true)
        {
            ReadResult read = await lines.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> rest = read.Buffer;
            ReadOnlySequence<byte> unsearched = rest.Slice(searched);
            while (unsearched.PositionOf((byte)'\n') is SequencePosition end)
            {
                Answer(rest.Slice(0, end), buffered);
                rest = rest.Slice(rest.GetPosition(1, end));
                unsearched = rest;
            }

            if (read.IsCompleted)
            {
                Answer(rest, buffered);
                break;
            }

            // What was searched of an unfinished line is not searched again, however long the line grows.
            searched = rest.Length;
            lines.AdvanceTo(rest.Start, rest.End);
            await buffered.FlushAsync(cancellationToken);
        }

        await buffered.FlushAsync(cancellationToken);
    }

    private void Answer(ReadOnlySequence<byte> line, Stream output)
    {
        if (IsBlank(line))
        {
            return;
        }

        try
        {
            Write(writer =>
            {
                using JsonDocument document = Parse(line);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new FormatException("The line is no JSON object.");
                }

                tool(new ToolInput(document.RootElement), writer);
            });
        }
        catch (Exception error) when (error is FormatException or JsonException or OverflowException)
        {
            Write(writer => writer.WriteString("error", error.Message));
        }

        output.Write(_line.WrittenSpan);
        output.WriteByte((byte)'\n');
    }

    private static JsonDocument Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line, Strict);
        }
        catch (InvalidOperationException error)
        {
            // The check for duplicate names cannot read a name with half of a surrogate pair.
            throw new FormatException("The line holds a name that is no text: half of a surrogate pair.", error);
        }
    }

    private void Write(Action<Utf8JsonWriter> members)
    {
        _line.ResetWrittenCount();
        using Utf8JsonWriter writer = new(_line, Plain);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
