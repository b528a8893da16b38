package io.userstore.user.event;

/** Every fact that can be stored of a user. The id repeats the stream's, so that a fact can be read by itself. */
public sealed interface UserEvent
        permits Registered,
                Imported,
                StatusChanged,
                LoginFailed,
                LoginSucceeded,
                ProfileChanged,
                EmailChanged,
                PasswordChanged,
                SoftDeleted,
                Restored,
                Erased {

    long id();
}
