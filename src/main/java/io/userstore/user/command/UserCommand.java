package io.userstore.user.command;

/** Every command a user account understands. */
public sealed interface UserCommand
        permits Register,
                Import,
                ChangeStatus,
                RecordFailedLogin,
                RecordLogin,
                ChangeProfile,
                ChangeEmail,
                ChangePassword,
                SoftDelete,
                Restore,
                Erase,
                ReleaseLock {}
