package io.userstore.user;

/** How experienced a person is in the target role. */
public enum ExperienceLevel {
    ENTRY,
    JUNIOR,
    MID,
    SENIOR,
    LEAD,
    PRINCIPAL
}
