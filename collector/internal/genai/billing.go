package genai

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/call"
)

// EventAttemptFailed is the span event of one failed attempt.
const EventAttemptFailed = "taskmeter.attempt.failed"

// Unbilled tells whether a failed call that reported no usage cost nothing: the provider refused it, or nothing can have
// reached the provider. Everything else that failed was perhaps billed, and its usage is unknown.
func Unbilled(c *call.Call) bool {
	return unbilledFailure(c.HTTPStatus, c.ErrorType)
}

func unbilledFailure(status int, errorType string) bool {
	// Azure bills the prompt that its content filter rejects, with status 400.
	if errorType == "content_filter" {
		return false
	}
	return status >= 400 || neverSent[lastName(errorType)]
}

func attemptIsUnbilled(attributes pcommon.Map) bool {
	if status, ok := attributes.Get(AttrTaskmeterAttemptPriceStatus); ok {
		return text(status) == "not_billed"
	}
	var status int
	var errorType string
	if v, ok := attributes.Get(AttrHTTPResponseStatusCode); ok {
		status = int(count(v).Or(0))
	}
	if v, ok := attributes.Get(AttrErrorType); ok {
		errorType = text(v)
	}
	if status == 0 {
		status, _ = strconv.Atoi(errorType) // not a number: no status
	}
	return unbilledFailure(status, errorType)
}

// neverSent are the failures before a connection stood, by the names Node, Python, Go and Java give them, and the
// providers' refusals by the names of their clients' classes, for spans that carry no status.
var neverSent = set(
	"ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT",
	"ConnectionRefusedError", "ConnectError", "ConnectTimeout", "gaierror", "ConnectException", "UnknownHostException",
	"BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "ConflictError",
	"UnprocessableEntityError", "RateLimitError", "InternalServerError", "OverloadedError", "ServiceUnavailableError",
	"invalid_request_error", "authentication_error", "permission_error", "not_found_error", "request_too_large",
	"rate_limit_error", "api_error", "overloaded_error", "billing_error",
)

// lastName strips the module of a class name: openai.RateLimitError.
func lastName(errorType string) string {
	return errorType[strings.LastIndexByte(errorType, '.')+1:]
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
