package io.userstore.web;

import static io.userstore.web.Fields.ACTOR;
import static io.userstore.web.Fields.AFTER;
import static io.userstore.web.Fields.AFTER_VERSION;
import static io.userstore.web.Fields.AS_OF;
import static io.userstore.web.Fields.EMAIL;
import static io.userstore.web.Fields.EVENT_LIMIT;
import static io.userstore.web.Fields.EVENT_TYPE;
import static io.userstore.web.Fields.EXPERIENCE_LEVEL;
import static io.userstore.web.Fields.FROM;
import static io.userstore.web.Fields.FROM_SIZE;
import static io.userstore.web.Fields.HISTORY_LIMIT;
import static io.userstore.web.Fields.ID;
import static io.userstore.web.Fields.INCLUDE_DELETED;
import static io.userstore.web.Fields.INITIAL_STATUS;
import static io.userstore.web.Fields.LIMIT;
import static io.userstore.web.Fields.NAME;
import static io.userstore.web.Fields.NEWEST_FIRST;
import static io.userstore.web.Fields.PASSWORD_HASH;
import static io.userstore.web.Fields.POSITION;
import static io.userstore.web.Fields.SIZE;
import static io.userstore.web.Fields.STATUS;
import static io.userstore.web.Fields.TARGET_ROLE;
import static io.userstore.web.Fields.TO;
import static io.userstore.web.Fields.TO_SIZE;
import static io.userstore.web.Fields.VERSION;

import io.userstore.audit.FindEvents;
import io.userstore.audit.FindHistory;
import io.userstore.audit.tree.FindCheckpoint;
import io.userstore.audit.tree.FindConsistencyProof;
import io.userstore.audit.tree.FindInclusionProof;
import io.userstore.audit.tree.FindVerifierKey;
import io.userstore.directory.FindCredentials;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.ListUsers;
import io.userstore.eventlog.EventFilter;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each command and query is made of the fields of a request. */
final class Forms {

    private static final Form<Register> REGISTER = Form.of(values -> new Register(
                    values.get(EMAIL),
                    values.get(PASSWORD_HASH),
                    values.get(NAME),
                    values.find(TARGET_ROLE),
                    values.find(EXPERIENCE_LEVEL),
                    values.find(INITIAL_STATUS)))
            .needed(EMAIL, PASSWORD_HASH, NAME)
            .optional(TARGET_ROLE, EXPERIENCE_LEVEL, INITIAL_STATUS);

    private static final Form<ChangeStatus> CHANGE_STATUS = Form.of(
                    values -> new ChangeStatus(values.get(ID), values.get(STATUS)))
            .path(ID)
            .needed(STATUS);

    private static final Form<ChangeProfile> CHANGE_PROFILE = Form.of(values -> new ChangeProfile(
                    values.get(ID), values.get(NAME), values.find(TARGET_ROLE), values.find(EXPERIENCE_LEVEL)))
            .path(ID)
            .needed(NAME)
            .optional(TARGET_ROLE, EXPERIENCE_LEVEL);

    private static final Form<ChangeEmail> CHANGE_EMAIL = Form.of(
                    values -> new ChangeEmail(values.get(ID), values.get(EMAIL)))
            .path(ID)
            .needed(EMAIL);

    private static final Form<ChangePassword> CHANGE_PASSWORD = Form.of(
                    values -> new ChangePassword(values.get(ID), values.get(PASSWORD_HASH)))
            .path(ID)
            .needed(PASSWORD_HASH);

    private static final Form<RecordFailedLogin> RECORD_FAILED_LOGIN =
            Form.of(values -> new RecordFailedLogin(values.get(ID))).path(ID);

    private static final Form<RecordLogin> RECORD_LOGIN =
            Form.of(values -> new RecordLogin(values.get(ID))).path(ID);

    private static final Form<SoftDelete> SOFT_DELETE =
            Form.of(values -> new SoftDelete(values.get(ID))).path(ID);

    private static final Form<Erase> ERASE =
            Form.of(values -> new Erase(values.get(ID))).path(ID);

    private static final Form<Restore> RESTORE =
            Form.of(values -> new Restore(values.get(ID))).path(ID);

    private static final Form<UserQuery> FIND_USER = Form.of(values -> new UserQuery(
                    values.get(ID), values.get(INCLUDE_DELETED), values.find(VERSION), values.find(AS_OF)))
            .path(ID)
            .query(INCLUDE_DELETED, VERSION, AS_OF);

    private static final Form<FindHistory> FIND_HISTORY = Form.of(values -> new FindHistory(
                    values.get(ID),
                    values.get(NEWEST_FIRST),
                    values.find(AFTER_VERSION),
                    Math.toIntExact(values.get(HISTORY_LIMIT))))
            .path(ID)
            .query(NEWEST_FIRST, AFTER_VERSION, HISTORY_LIMIT);

    private static final Form<FindUserByEmail> FIND_USER_BY_EMAIL =
            Form.of(values -> new FindUserByEmail(values.get(EMAIL))).needed(EMAIL);

    private static final Form<FindCredentials> FIND_CREDENTIALS =
            Form.of(values -> new FindCredentials(values.get(EMAIL))).needed(EMAIL);

    private static final Form<ListUsers> LIST_USERS = Form.of(values -> new ListUsers(
                    values.find(STATUS),
                    text(values.find(TARGET_ROLE)),
                    values.find(EXPERIENCE_LEVEL),
                    values.get(INCLUDE_DELETED),
                    Math.toIntExact(values.get(LIMIT)),
                    values.get(AFTER)))
            .query(STATUS, TARGET_ROLE, EXPERIENCE_LEVEL, INCLUDE_DELETED, LIMIT, AFTER);

    private static final Form<FindCheckpoint> FIND_CHECKPOINT = Form.of(values -> new FindCheckpoint());

    private static final Form<FindVerifierKey> FIND_VERIFIER_KEY = Form.of(values -> new FindVerifierKey());

    private static final Form<FindInclusionProof> FIND_INCLUSION_PROOF = Form.of(
                    values -> new FindInclusionProof(values.need(POSITION), values.find(SIZE)))
            .query(POSITION, SIZE);

    private static final Form<FindConsistencyProof> FIND_CONSISTENCY_PROOF = Form.of(
                    values -> new FindConsistencyProof(values.need(FROM_SIZE), values.find(TO_SIZE)))
            .query(FROM_SIZE, TO_SIZE);

    private static final Form<FindEvents> FIND_EVENTS = Form.of(values -> new FindEvents(
                    values.get(AFTER),
                    values.find(EVENT_LIMIT) == null ? null : Math.toIntExact(values.get(EVENT_LIMIT)),
                    new EventFilter(values.find(EVENT_TYPE), values.find(ACTOR), values.find(FROM), values.find(TO))))
            .query(AFTER, EVENT_LIMIT, EVENT_TYPE, ACTOR, FROM, TO);

    private static final Map<Class<?>, Form<?>> BY_TYPE = Map.ofEntries(
            Map.entry(Register.class, REGISTER),
            Map.entry(ChangeStatus.class, CHANGE_STATUS),
            Map.entry(ChangeProfile.class, CHANGE_PROFILE),
            Map.entry(ChangeEmail.class, CHANGE_EMAIL),
            Map.entry(ChangePassword.class, CHANGE_PASSWORD),
            Map.entry(RecordFailedLogin.class, RECORD_FAILED_LOGIN),
            Map.entry(RecordLogin.class, RECORD_LOGIN),
            Map.entry(SoftDelete.class, SOFT_DELETE),
            Map.entry(Erase.class, ERASE),
            Map.entry(Restore.class, RESTORE),
            Map.entry(UserQuery.class, FIND_USER),
            Map.entry(FindHistory.class, FIND_HISTORY),
            Map.entry(FindUserByEmail.class, FIND_USER_BY_EMAIL),
            Map.entry(FindCredentials.class, FIND_CREDENTIALS),
            Map.entry(ListUsers.class, LIST_USERS),
            Map.entry(FindCheckpoint.class, FIND_CHECKPOINT),
            Map.entry(FindVerifierKey.class, FIND_VERIFIER_KEY),
            Map.entry(FindInclusionProof.class, FIND_INCLUSION_PROOF),
            Map.entry(FindConsistencyProof.class, FIND_CONSISTENCY_PROOF),
            Map.entry(FindEvents.class, FIND_EVENTS));

    private Forms() {}

    static Form<?> of(Class<?> type) {
        Form<?> form = BY_TYPE.get(type);
        if (form == null) {
            throw new IllegalStateException("no form says how to read " + type);
        }
        return form;
    }

    private static @Nullable String text(@Nullable TargetRole role) {
        return role == null ? null : role.value();
    }
}
