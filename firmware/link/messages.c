/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "link/messages.h"

#include "base/attr.h"

#define WORD(names, value) ((size_t)(value) < COUNT_OF(names) && (names)[value] ? (names)[value] : "?")

const char *link_type_word(enum link_type type)
{
    static const char *const names[] = {
#define X(name, body, tail) [LINK_##name] = #name,
        LINK_MESSAGES(X)
#undef X
    };
    return WORD(names, type);
}

const char *device_status_word(enum device_status status)
{
    static const char *const names[] = {
        [DEVICE_ONLINE] = "online",   [DEVICE_BUSY] = "busy",     [DEVICE_ATTENTION] = "attention",
        [DEVICE_OFFLINE] = "offline", [DEVICE_ABSENT] = "absent", [DEVICE_FAULT] = "fault",
    };
    return WORD(names, status);
}

const char *device_cause_word(enum device_cause cause)
{
    static const char *const names[] = {
#define X(name, word, code, who) [CAUSE_##name] = word,
        DEVICE_CAUSES(X)
#undef X
    };
    return WORD(names, cause);
}

const char *device_cause_code(enum device_cause cause)
{
    static const char *const codes[] = {
#define X(name, word, code, who) [CAUSE_##name] = code,
        DEVICE_CAUSES(X)
#undef X
    };
    return WORD(codes, cause);
}

const char *device_cause_who(enum device_cause cause)
{
    static const char *const people[] = {
#define X(name, word, code, who) [CAUSE_##name] = who,
        DEVICE_CAUSES(X)
#undef X
    };
    return WORD(people, cause);
}

const char *card_refusal_word(enum card_refusal refusal)
{
    static const char *const names[] = {
#define X(name, word) [REFUSED_##name] = word,
        CARD_REFUSALS(X)
#undef X
    };
    return WORD(names, refusal);
}

const char *job_state_word(enum job_state state)
{
    static const char *const names[] = {
        [JOB_QUEUED] = "queued", [JOB_SENDING] = "sending", [JOB_PRINTED] = "printed",
        [JOB_FAILED] = "failed", [JOB_UNKNOWN] = "unknown",
    };
    return WORD(names, state);
}

const char *job_proof_word(enum job_proof proof)
{
    static const char *const names[] = {
        [PROOF_NONE] = "none",
        [PROOF_PID] = "pid",
        [PROOF_ECHO] = "echo",
    };
    return WORD(names, proof);
}

const char *request_subject_word(enum request_subject subject)
{
    static const char *const names[] = {
        [SUBJECT_ISSUE] = "issue",
        [SUBJECT_CASE] = "case",
        [SUBJECT_PROGRESS] = "progress",
    };
    return WORD(names, subject);
}
