/// `flint config`: the settings in force, in the form of the settings file.
enum ConfigCommand {
    static func run(_ arguments: some Sequence<String>) throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config", "--output"])
        let arguments = try Arguments(arguments, flags: flags)
        if arguments["--output"] == "markdown" { return Terminal.answer(markdown) }
        let settings = try Settings.read(flags: arguments.flags)
        for setting in Setting.all {
            let value = setting.show(settings)
            Terminal.answer("# \(setting.help)")
            Terminal.answer(value.isEmpty ? "# \(setting.name) =\n" : "\(setting.name) = \"\(value)\"\n")
        }
    }

    /// The page `docs/SETTINGS.md`.
    private static var markdown: String {
        let standard = Settings()
        let rows = Setting.all.map { setting in
            let value = setting.show(standard)
            return "| `\(setting.name)` | \(value.isEmpty ? "" : "`\(value)`") | \(setting.help) |"
        }
        return """
            # Settings

            <!-- Made by `flint config --output markdown`. -->

            A setting is a flag (`--public-url`), a variable (`FLINT_PUBLIC_URL`) or a line of the settings file (`public_url`); the earlier of these wins. The file is
            `flint.toml` in the current folder, or what `--config` or `FLINT_CONFIG` names. Mistakes are told all together at the start; `flint config` shows what is in force.

            | setting | default | meaning |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            `FLINT_KEY` and `FLINT_SERVER` are read by `flint run` and `flint task`.

            In the file, prices have a table of their own:

            ```toml
            listen = ["127.0.0.1:8080", "[::1]:8080"]
            public_url = "https://pictures.example.com"
            keep_files = "14d"
            disk_quota = "200GB"

            [prices]
            default = "0.03"
            spark_dream_5_0 = "0.04"
            "spark_dream_5_0>5000000" = "0.06"    # pictures of more than five million pixels
            ```
            """
    }
}
