using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NotebookCourse.Workshop.Serving;

/// <summary>How answers are written: JSON at once, or in parts as server-sent events.</summary>
internal static class JsonResponse
{
    /// <summary>Chinese stays Chinese: nothing here becomes part of a page.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A whole answer.</summary>
    public static async Task WriteJsonAsync(this HttpResponse response, int status, JsonObject body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await response.WriteAsync(body.ToJsonString(Readable));
    }

    /// <summary>A part of a stream, sent at once.</summary>
    public static async Task WriteEventAsync(this HttpResponse response, JsonObject data, CancellationToken ended)
    {
        await response.WriteAsync($"data: {data.ToJsonString(Readable)}\n\n", ended);
        await response.Body.FlushAsync(ended);
    }

    /// <summary>Says what is wrong: instead of an answer, or, where a stream has begun, as its last part.</summary>
    public static Task RefuseAsync(this HttpResponse response, ServingException fault)
        => response.HasStarted
            ? response.WriteEventAsync(CompletionJson.Error(fault), default)
            : response.WriteJsonAsync(fault.Status, CompletionJson.Error(fault));
}
