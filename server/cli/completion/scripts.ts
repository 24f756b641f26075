export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * Each script hands the words so far to `ordo complete -- WORDS…` (the last one is the word being typed) and offers
 * the lines it answers; where there are none the shell offers files.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion of ordo: eval "$(ordo completion bash)"
_ordo_complete() {
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  local candidates
  candidates=$(ordo complete -- "\${words[@]}" 2>/dev/null) || return
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -o bashdefault -F _ordo_complete ordo
`,
  zsh: `#compdef ordo
# zsh completion of ordo: eval "$(ordo completion zsh)"
_ordo() {
  local -a candidates
  candidates=("\${(@f)$(ordo complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( \${#candidates} )); then compadd -- "\${candidates[@]}"; else _files; fi
}
compdef _ordo ordo
`,
  fish: `# fish completion of ordo: ordo completion fish > ~/.config/fish/completions/ordo.fish
function __ordo_complete
  set -l words (commandline -opc) (commandline -ct)
  ordo complete -- $words[2..-1] 2>/dev/null
end
complete -c ordo -a '(__ordo_complete)'
`,
};
